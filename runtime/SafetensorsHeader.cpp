//===- SafetensorsHeader.cpp - the JSON header of a safetensors file ------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text is read as a stream of events. Building a document first would let
// a hostile header decide how much memory and how deep a structure we make.
//
//===----------------------------------------------------------------------===//

#include "SafetensorsHeader.h"

#include "CheckEngine.h"
#include "Error.h"
#include "Utf8.h"

#include <nlohmann/json.hpp>

#include <unordered_set>

namespace mpcrt {

namespace {

constexpr size_t kMaxEntries = 100'000;
constexpr size_t kMaxDimensions = 32;

struct TypeName {
  const char *name;
  DType dtype;
};

constexpr TypeName kTypeNames[] = {
    {"BOOL", DType::i1}, {"U8", DType::ui8},  {"I32", DType::i32},
    {"I64", DType::i64}, {"F16", DType::f16}, {"BF16", DType::bf16},
    {"F32", DType::f32}, {"F64", DType::f64},
};

using Json = nlohmann::json;

/// Receives the events: an object of objects, of which "__metadata__" maps
/// texts to texts and every other one describes a tensor.
class HeaderReader : public nlohmann::json_sax<Json> {
public:
  SafetensorsHeader header;
  std::string problem;

  bool start_object(std::size_t) override {
    if (depth >= 2 || inArray)
      return refuse("an object is nested where none belongs");
    ++depth;
    if (depth == 2)
      startEntry();
    return true;
  }

  bool key(string_t &name) override {
    if (depth == 1)
      return startNamed(name);
    field = name;
    if (!fields.insert(name).second)
      return refuse("{} has the key {} twice", quote(entryName), quote(name));
    if (fields.size() > kMaxEntries)
      return refuse("{} has more than {} keys", quote(entryName), kMaxEntries);
    return true;
  }

  bool end_object() override {
    if (--depth == 1 && !inMetadata)
      return finishEntry();
    return true;
  }

  bool start_array(std::size_t) override {
    if (depth != 2 || inArray || inMetadata ||
        (field != "shape" && field != "data_offsets"))
      return refuse("an array stands where none belongs");
    inArray = true;
    return true;
  }

  bool end_array() override {
    inArray = false;
    return true;
  }

  bool number_unsigned(number_unsigned_t value) override {
    if (!inArray)
      return refuse("a number stands where none belongs");
    if (value > kMaxBytes)
      return refuse("{} has the number {}, which is too large",
                    quote(entryName), value);
    bool isShape = field == "shape";
    if (isShape)
      entry.shape.push_back(static_cast<int64_t>(value));
    else
      offsets.push_back(value);
    if (entry.shape.size() > kMaxDimensions || offsets.size() > 2)
      return refuse("{} has too many numbers in {}", quote(entryName),
                    quote(field));
    return true;
  }

  bool string(string_t &text) override {
    if (depth != 2 || inArray)
      return refuse("the text {} stands where none belongs", quote(text));
    if (inMetadata) {
      header.metadata[field] = text;
      return true;
    }
    std::optional<DType> dtype = dtypeOfSafetensorsName(text);
    if (field != "dtype")
      return refuse("{} of {} is a text", quote(field), quote(entryName));
    if (!dtype)
      return refuse("{} has the unsupported element type {}", quote(entryName),
                    quote(text));
    entry.dtype = *dtype;
    return true;
  }

  bool null() override { return refuse("it contains null"); }
  bool boolean(bool) override { return refuse("it contains a boolean"); }
  bool number_integer(number_integer_t value) override {
    return refuse("it contains the negative number {}", value);
  }
  bool number_float(number_float_t, const string_t &text) override {
    return refuse("it contains the number {}", quote(text));
  }
  bool binary(binary_t &) override { return refuse("it contains binary data"); }
  bool parse_error(std::size_t position, const std::string &,
                   const Json::exception &) override {
    return refuse("it is no JSON at byte {}", position);
  }

private:
  template <typename... Args>
  bool refuse(fmt::format_string<Args...> format, Args &&...args) {
    problem = fmt::format(format, std::forward<Args>(args)...);
    return false;
  }

  bool startNamed(const std::string &name) {
    entryName = name;
    inMetadata = name == "__metadata__";
    if (!names.insert(name).second)
      return refuse("{} is there twice", quote(name));
    if (names.size() > kMaxEntries)
      return refuse("it has more than {} entries", kMaxEntries);
    if (Status status = checkName(name); !status.ok())
      return refuse("{}", status.message());
    return true;
  }

  void startEntry() {
    entry = {};
    entry.name = entryName;
    offsets.clear();
    fields.clear();
  }

  bool finishEntry() {
    if (fields.size() != 3 || !fields.count("dtype") ||
        !fields.count("shape") || offsets.size() != 2)
      return refuse("{} needs dtype, shape and two data_offsets, and nothing "
                    "else",
                    quote(entryName));
    entry.begin = offsets[0], entry.end = offsets[1];
    std::optional<uint64_t> bytes = countBytes(entry.dtype, entry.shape);
    if (!bytes || entry.begin > entry.end || entry.end - entry.begin != *bytes)
      return refuse("{} is {}, but lies at bytes {} to {}", quote(entryName),
                    describeType(entry.dtype, entry.shape), entry.begin,
                    entry.end);
    header.entries.push_back(std::move(entry));
    return true;
  }

  int depth = 0;
  bool inArray = false;
  bool inMetadata = false;
  std::string entryName, field;
  std::unordered_set<std::string> names, fields;
  SafetensorsEntry entry;
  std::vector<uint64_t> offsets;
};

} // namespace

const char *safetensorsName(DType dtype) {
  for (const TypeName &type : kTypeNames)
    if (type.dtype == dtype)
      return type.name;
  return "";
}

std::optional<DType> dtypeOfSafetensorsName(std::string_view name) {
  for (const TypeName &type : kTypeNames)
    if (type.name == name)
      return type.dtype;
  return std::nullopt;
}

Expected<SafetensorsHeader> parseSafetensorsHeader(std::string_view text) {
  if (text.empty() || text[0] != '{')
    return makeError(StatusCode::badInput, "it does not start with '{{'");
  // The parser takes a zero byte for the end, and would let anything follow.
  if (text.find('\0') != text.npos)
    return makeError(StatusCode::badInput, "it contains a zero byte");
  HeaderReader reader;
  if (!Json::sax_parse(text.begin(), text.end(), &reader))
    return Status(StatusCode::badInput, reader.problem);
  return std::move(reader.header);
}

} // namespace mpcrt
