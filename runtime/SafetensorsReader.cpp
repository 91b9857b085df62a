//===- SafetensorsReader.cpp - reads files of named tensors ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpcrt/Safetensors.h"

#include "Checksum.h"
#include "Error.h"
#include "Memory.h"
#include "SafetensorsHeader.h"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace mpcrt {

namespace {

constexpr uint64_t kMaxHeaderBytes = 100'000'000;

/// The header's text, or why there is none.
Expected<std::string_view> findHeader(std::span<const std::byte> bytes) {
  uint64_t length = 0;
  if (bytes.size() < sizeof(length))
    return makeError(StatusCode::badInput,
                     "is no safetensors file: it has {} bytes, but a header "
                     "starts with {}",
                     bytes.size(), sizeof(length));
  std::memcpy(&length, bytes.data(), sizeof(length));
  uint64_t room = bytes.size() - sizeof(length);
  if (length > kMaxHeaderBytes)
    return makeError(StatusCode::badInput,
                     "is no safetensors file: its header would have {} bytes, "
                     "but at most {} are allowed",
                     length, kMaxHeaderBytes);
  if (length > room)
    return makeError(StatusCode::badInput,
                     "is cut off: its header has {} bytes, but only {} are "
                     "there",
                     length, room);
  auto *text = reinterpret_cast<const char *>(bytes.data() + sizeof(length));
  return std::string_view(text, length);
}

/// Puts the entries into the order of their data, which must leave no gap.
Status sortAndCheck(std::vector<SafetensorsEntry> &entries, uint64_t bytes) {
  std::sort(entries.begin(), entries.end(),
            [](const SafetensorsEntry &a, const SafetensorsEntry &b) {
              return std::tie(a.begin, a.end, a.name) <
                     std::tie(b.begin, b.end, b.name);
            });
  uint64_t end = 0;
  for (const SafetensorsEntry &entry : entries) {
    if (entry.begin != end)
      return makeError(StatusCode::badInput,
                       "tensor {} starts at byte {} of the data, but the one "
                       "before it ends at {}",
                       quote(entry.name), entry.begin, end);
    end = entry.end;
  }
  if (end != bytes)
    return makeError(StatusCode::badInput,
                     "{}: its tensors have {} bytes, but {} are there",
                     end > bytes ? "is cut off" : "is too long", end, bytes);
  return {};
}

} // namespace

Expected<SafetensorsFile> SafetensorsFile::open(const std::string &path) {
  Expected<Memory> mapped = Memory::mapFile(path);
  if (!mapped)
    return mapped.error();
  auto memory = std::make_shared<Memory>(std::move(*mapped));
  Expected<SafetensorsFile> file =
      parse({memory->data(), memory->size()}, path);
  if (file)
    file->owner = std::move(memory);
  return file;
}

Expected<SafetensorsFile>
SafetensorsFile::parse(std::span<const std::byte> bytes,
                       const std::string &name) {
  Expected<std::string_view> text = findHeader(bytes);
  if (!text)
    return prefixed(name, text.error());
  Expected<SafetensorsHeader> header = parseSafetensorsHeader(*text);
  if (!header)
    return makeError(StatusCode::badInput, "{}: its header is not valid: {}",
                     name, header.error().message());
  auto data = bytes.subspan(sizeof(uint64_t) + text->size());
  if (Status status = sortAndCheck(header->entries, data.size()); !status.ok())
    return prefixed(name, status);

  SafetensorsFile file;
  file.fileName = name;
  file.texts = std::move(header->metadata);
  for (SafetensorsEntry &entry : header->entries) {
    file.indices[entry.name] = file.views.size();
    file.views.push_back({std::move(entry.name), entry.dtype,
                          std::move(entry.shape),
                          data.subspan(entry.begin, entry.end - entry.begin)});
  }
  return file;
}

const TensorView *SafetensorsFile::find(std::string_view name) const {
  auto found = indices.find(std::string(name));
  return found == indices.end() ? nullptr : &views[found->second];
}

Status SafetensorsFile::verifyData() const {
  auto expected = texts.find(kChecksumKey);
  if (expected == texts.end())
    return {};
  std::vector<std::span<const std::byte>> pieces;
  for (const TensorView &view : views)
    pieces.push_back(view.bytes);
  std::string found = fmt::format("{:016x}", checksum(pieces));
  if (found == expected->second)
    return {};
  return makeError(StatusCode::badInput,
                   "{}: its data is damaged (checksum {} expected {})",
                   fileName, found, quote(expected->second));
}

} // namespace mpcrt
