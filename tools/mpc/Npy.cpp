//===- Npy.cpp - NumPy's .npy files ---------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header is the text of a Python dictionary with the keys descr,
// fortran_order and shape. Only what NumPy itself writes is accepted.
//
//===----------------------------------------------------------------------===//

#include "Npy.h"

#include "Failure.h"

#include <array>
#include <charconv>

namespace mpc::tool {

namespace {

struct DTypeCode {
  std::string_view code;
  DType dtype;
};
constexpr std::array<DTypeCode, 7> kCodes = {{{"|b1", DType::i1},
                                              {"|u1", DType::ui8},
                                              {"<i4", DType::i32},
                                              {"<i8", DType::i64},
                                              {"<f2", DType::f16},
                                              {"<f4", DType::f32},
                                              {"<f8", DType::f64}}};
constexpr size_t kMaxHeader = 65536;
constexpr size_t kMaxRank = 32;

/// Reads the dictionary of a header from left to right.
class HeaderParser {
public:
  HeaderParser(std::string_view text, const std::string &name)
      : text(text), name(name) {}

  void parse() {
    expect('{');
    while (!accept('}')) {
      std::string_view key = parseString();
      expect(':');
      parseValue(key);
      if (!accept(',') && !(skipSpace(), peek() == '}'))
        failHere();
    }
    skipSpace();
    if (at != text.size() || !hasDescr || !hasOrder || !hasShape)
      failHere();
  }

  std::string_view descr;
  bool fortranOrder = false;
  Shape shape;

private:
  [[noreturn]] void failHere() const {
    fail(Exit::badInput, "{}: the npy header is malformed at its byte {}", name,
         at);
  }

  char peek() const { return at < text.size() ? text[at] : '\0'; }

  void skipSpace() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\t')
      ++at;
  }

  bool accept(char wanted) {
    skipSpace();
    if (peek() != wanted)
      return false;
    ++at;
    return true;
  }

  void expect(char wanted) {
    if (!accept(wanted))
      failHere();
  }

  std::string_view parseString() {
    char quote = accept('\'') ? '\'' : '"';
    if (quote == '"')
      expect('"');
    size_t end = text.find(quote, at);
    if (end == std::string_view::npos)
      failHere();
    std::string_view content = text.substr(at, end - at);
    at = end + 1;
    return content;
  }

  void parseValue(std::string_view key) {
    if (key == "descr" && !hasDescr) {
      if (accept('['))
        fail(Exit::badInput, "{}: arrays of records are not supported", name);
      descr = parseString();
      hasDescr = true;
    } else if (key == "fortran_order" && !hasOrder) {
      fortranOrder = parseBool();
      hasOrder = true;
    } else if (key == "shape" && !hasShape) {
      parseShape();
      hasShape = true;
    } else {
      failHere();
    }
  }

  bool parseBool() {
    skipSpace();
    for (std::string_view word : {"True", "False"})
      if (text.substr(at, word.size()) == word) {
        at += word.size();
        return word == "True";
      }
    failHere();
  }

  void parseShape() {
    expect('(');
    while (!accept(')')) {
      int64_t size = 0;
      skipSpace();
      auto [end, error] =
          std::from_chars(text.data() + at, text.data() + text.size(), size);
      if (error != std::errc() || size < 0 || shape.size() == kMaxRank)
        failHere();
      at = static_cast<size_t>(end - text.data());
      shape.push_back(size);
      if (!accept(',') && !(skipSpace(), peek() == ')'))
        failHere();
    }
  }

  std::string_view text;
  const std::string &name;
  size_t at = 0;
  bool hasDescr = false, hasOrder = false, hasShape = false;
};

uint32_t byteAt(const FileBytes &file, size_t index) {
  return static_cast<uint8_t>(file.bytes[index]);
}

/// Splits off the header's text; `data` becomes where the array starts.
std::string_view findHeader(const FileBytes &file, const std::string &name,
                            size_t &data) {
  std::string_view text = file.text();
  if (text.size() < 12)
    fail(Exit::badInput, "{}: the npy file ends within its header", name);
  uint32_t version = byteAt(file, 6);
  if (version < 1 || version > 3)
    fail(Exit::badInput, "{}: npy version {} is not 1, 2 or 3", name, version);
  size_t prefix = version == 1 ? 10 : 12;
  size_t length = byteAt(file, 8) | byteAt(file, 9) << 8;
  if (version > 1)
    length |= static_cast<size_t>(byteAt(file, 10)) << 16 |
              static_cast<size_t>(byteAt(file, 11)) << 24;
  if (length > kMaxHeader)
    fail(Exit::badInput, "{}: the npy header has {} bytes, at most {} are read",
         name, length, kMaxHeader);
  if (text.size() - prefix < length)
    fail(Exit::badInput, "{}: the npy file ends within its header", name);
  data = prefix + length;
  return text.substr(prefix, length);
}

DType parseDescr(std::string_view descr, const std::string &name) {
  for (const DTypeCode &entry : kCodes)
    if (entry.code == descr)
      return entry.dtype;
  fail(Exit::badInput,
       "{}: npy dtype '{}' is not supported, use |b1, |u1, <i4, <i8, <f2, <f4 "
       "or <f8",
       name, descr);
}

void checkBooleans(const Tensor &tensor, const std::string &name) {
  for (std::byte value : tensor.bytes)
    if (value > std::byte(1))
      fail(Exit::badInput, "{}: a boolean has the value {}, not 0 or 1", name,
           static_cast<int>(value));
}

std::string headerFor(DType dtype, const Shape &shape) {
  std::string_view code;
  for (const DTypeCode &entry : kCodes)
    if (entry.dtype == dtype)
      code = entry.code;
  std::string header = fmt::format(
      "{{'descr': '{}', 'fortran_order': False, 'shape': ({}{}), }}", code,
      fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
  // The array starts at a multiple of 64 bytes.
  header.append(63 - (10 + header.size()) % 64, ' ');
  header.push_back('\n');
  std::string prefix(kNpyMagic);
  prefix += {'\x01', '\x00', static_cast<char>(header.size() & 255),
             static_cast<char>(header.size() >> 8)};
  return prefix + header;
}

} // namespace

Tensor readNpy(const FileBytes &file, const std::string &name) {
  size_t data = 0;
  HeaderParser header(findHeader(file, name, data), name);
  header.parse();
  DType dtype = parseDescr(header.descr, name);
  if (header.fortranOrder && header.shape.size() > 1)
    fail(Exit::badInput,
         "{}: the array is in Fortran order, save "
         "numpy.ascontiguousarray(...) instead",
         name);
  auto size = countBytes(dtype, header.shape);
  uint64_t present = file.bytes.size() - data;
  if (!size)
    fail(Exit::badInput, "{}: {} is larger than any memory", name,
         describeType(dtype, header.shape));
  if (*size != present)
    fail(Exit::badInput, "{}: {} needs {} bytes, but the file holds {}", name,
         describeType(dtype, header.shape), *size, present);
  Tensor tensor{dtype, header.shape, file.bytes.subspan(data), file.owner};
  if (dtype == DType::i1)
    checkBooleans(tensor, name);
  return tensor;
}

void writeNpy(const std::string &path, const Tensor &tensor) {
  Tensor written =
      tensor.dtype == DType::bf16 ? convertTensor(tensor, DType::f32) : tensor;
  std::string header = headerFor(written.dtype, written.shape);
  std::string_view data(reinterpret_cast<const char *>(written.bytes.data()),
                        written.bytes.size());
  writeFile(path, {header, data});
}

} // namespace mpc::tool
