//===- Idx.cpp - the IDX files of MNIST and its kin -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An IDX file is two zero bytes, a type code, the rank, one big-endian 32-bit
// size per dimension, and the elements, big-endian in C order.
//
//===----------------------------------------------------------------------===//

#include "Idx.h"

#include "Failure.h"

#include <algorithm>
#include <zlib.h>

namespace mpc::tool {

namespace {

/// Deflate cannot compress better than this.
constexpr uint64_t kMaxCompression = 1032;

using Bytes = std::span<const std::byte>;

/// What stands before the elements.
struct IdxHeader {
  DType dtype;
  Shape shape;
  uint64_t dataBytes;
  size_t headerBytes() const { return 4 + 4 * shape.size(); }
};

DType parseTypeCode(std::byte code, const std::string &name) {
  switch (static_cast<int>(code)) {
  case 0x08:
    return DType::ui8;
  case 0x0C:
    return DType::i32;
  case 0x0D:
    return DType::f32;
  case 0x0E:
    return DType::f64;
  }
  fail(Exit::badInput,
       "{}: IDX type code 0x{:02x} is not supported, use 0x08 (ui8), 0x0c "
       "(i32), 0x0d (f32) or 0x0e (f64)",
       name, static_cast<int>(code));
}

IdxHeader parseHeader(Bytes bytes, const std::string &name) {
  if (bytes.size() < 4)
    fail(Exit::badInput, "{}: the IDX file ends within its header", name);
  if (bytes[0] != std::byte(0) || bytes[1] != std::byte(0))
    fail(Exit::badInput, "{}: not an IDX file", name);
  IdxHeader header{parseTypeCode(bytes[2], name), {}, 0};
  auto rank = static_cast<size_t>(bytes[3]);
  if (bytes.size() < 4 + 4 * rank)
    fail(Exit::badInput, "{}: the IDX file ends within its header", name);
  for (size_t i = 0; i < rank; ++i) {
    int64_t size = 0;
    for (size_t byte = 0; byte < 4; ++byte)
      size = size << 8 | static_cast<int64_t>(bytes[4 + 4 * i + byte]);
    header.shape.push_back(size);
  }
  auto size = countBytes(header.dtype, header.shape);
  if (!size)
    fail(Exit::badInput, "{}: {} is larger than any memory", name,
         describeType(header.dtype, header.shape));
  header.dataBytes = *size;
  return header;
}

void swapBytes(const Tensor &tensor) {
  size_t width = dtypeBytes(tensor.dtype);
  std::byte *data = mutableBytes(tensor);
  if (width > 1)
    for (size_t i = 0; i < tensor.bytes.size(); i += width)
      std::reverse(data + i, data + i + width);
}

[[noreturn]] void failSize(const IdxHeader &header, const std::string &name,
                           const char *than) {
  fail(Exit::badInput, "{}: {} needs {} bytes, but the file holds {}", name,
       describeType(header.dtype, header.shape), header.dataBytes, than);
}

/// A gzip stream, decompressed piece by piece.
class GzipReader {
public:
  GzipReader(const FileBytes &file, const std::string &name)
      : rest(file.bytes), name(name) {
    if (::inflateInit2(&stream, 15 + 16) != Z_OK)
      fail(Exit::internal, "zlib cannot be started");
  }
  GzipReader(const GzipReader &) = delete;
  GzipReader &operator=(const GzipReader &) = delete;
  ~GzipReader() { ::inflateEnd(&stream); }

  /// Fills as much of `out` as the stream has; returns how much.
  size_t read(std::byte *out, size_t bytes) {
    size_t done = 0;
    while (done < bytes && !ended)
      done += step(out + done, bytes - done);
    return done;
  }

private:
  size_t step(std::byte *out, size_t bytes) {
    auto clamp = [](size_t n) {
      return static_cast<uInt>(std::min<size_t>(n, 1u << 30));
    };
    uInt given = clamp(rest.size()), room = clamp(bytes);
    auto *source = reinterpret_cast<const Bytef *>(rest.data());
    stream.next_in = const_cast<Bytef *>(source);
    stream.avail_in = given;
    stream.next_out = reinterpret_cast<Bytef *>(out);
    stream.avail_out = room;
    int result = ::inflate(&stream, Z_NO_FLUSH);
    rest = rest.subspan(given - stream.avail_in);
    if (result == Z_BUF_ERROR)
      fail(Exit::badInput, "{}: the gzip stream ends too early", name);
    if (result != Z_OK && result != Z_STREAM_END)
      fail(Exit::badInput, "{}: the gzip stream is damaged ({})", name,
           stream.msg ? stream.msg : "wrong checksum");
    if (result == Z_STREAM_END)
      startNextMember();
    return room - stream.avail_out;
  }

  /// A gzip file may be several streams in a row.
  void startNextMember() {
    if (rest.empty())
      ended = true;
    else
      ::inflateReset(&stream);
  }

  Bytes rest;
  const std::string &name;
  z_stream stream = {};
  bool ended = false;
};

} // namespace

bool looksLikeIdx(const FileBytes &file) {
  return file.bytes.size() >= 4 && file.startsWith({"\0\0", 2}) &&
         file.bytes[2] >= std::byte(0x08) && file.bytes[2] <= std::byte(0x0E);
}

bool looksLikeGzip(const FileBytes &file) {
  return file.startsWith("\x1f\x8b");
}

Tensor readIdx(const FileBytes &file, const std::string &name) {
  IdxHeader header = parseHeader(file.bytes, name);
  Bytes data = file.bytes.subspan(header.headerBytes());
  if (data.size() != header.dataBytes)
    failSize(header, name, fmt::format("{}", data.size()).c_str());
  if (dtypeBytes(header.dtype) == 1)
    return {header.dtype, header.shape, data, file.owner};
  Tensor tensor = allocateTensor(header.dtype, header.shape);
  std::copy(data.begin(), data.end(), mutableBytes(tensor));
  swapBytes(tensor);
  return tensor;
}

Tensor readGzippedIdx(const FileBytes &file, const std::string &name) {
  GzipReader reader(file, name);
  std::byte start[4 + 4 * 255];
  size_t got = reader.read(start, 4);
  if (got == 4)
    got += reader.read(start + 4, 4 * static_cast<size_t>(start[3]));
  IdxHeader header = parseHeader({start, got}, name);
  uint64_t compressed = file.bytes.size();
  if (header.dataBytes / kMaxCompression > compressed)
    failSize(header, name,
             fmt::format("only {} compressed", compressed).c_str());
  Tensor tensor = allocateTensor(header.dtype, header.shape);
  got = reader.read(mutableBytes(tensor), tensor.bytes.size());
  if (got != tensor.bytes.size())
    failSize(header, name, fmt::format("{}", got).c_str());
  // Reading on to the end of the stream also checks its checksum.
  if (std::byte extra; reader.read(&extra, 1) != 0)
    failSize(header, name, "more");
  swapBytes(tensor);
  return tensor;
}

} // namespace mpc::tool
