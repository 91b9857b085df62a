//===- CornerCases.cpp - what ops give where nothing is usual -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CornerCases.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>

static const FloatType kFloatTypes[] = {
    {"f32", 24, -149, 0x1.fffffep127L},
    {"f16", 11, -24, 65504},
    {"bf16", 8, -133, 0x1.fep127L},
    {"f64", 53, -1074, 0x1.fffffffffffffp1023L}};

std::span<const FloatType> floatTypes() { return kFloatTypes; }

static const FloatType *findFloatType(const std::string &element) {
  for (const FloatType &type : kFloatTypes)
    if (element == type.name)
      return &type;
  return nullptr;
}

CornerTensor row(const std::string &element, const Numbers &values) {
  return {{int64_t(values.size())}, element, values};
}

Corner pointwise(const std::string &op, const std::string &form,
                 const std::string &element,
                 const std::vector<CornerPoint> &points, int ulps) {
  std::vector<Numbers> columns(points[0].size());
  for (const CornerPoint &point : points)
    for (size_t i = 0; i < columns.size(); ++i)
      columns[i].push_back(point[i]);
  CornerTensor result = row(element, columns.back());
  columns.pop_back();
  std::vector<CornerTensor> arguments;
  std::string names;
  for (const Numbers &column : columns) {
    names += (names.empty() ? "%" : ", %") + cornerArgument(arguments.size());
    arguments.push_back(row(element, column));
  }
  return {op,
          arguments,
          fmt::format("%r = mpc.{} {} : {}", form, names,
                      tensorType(result.shape, element.c_str())),
          {result},
          ulps};
}

std::string cornerArgument(size_t number) {
  return std::string(1, "xyzuv"[number]);
}

//===----------------------------------------------------------------------===//
// Elements
//===----------------------------------------------------------------------===//

/// To nearest, ties to even.
static Number roundTo(const FloatType &type, Number value) {
  if (value == 0 || !std::isfinite(value))
    return value;
  int exponent;
  std::frexp(value, &exponent);
  int last = std::max(exponent - type.digits, type.leastExponent);
  Number rounded = std::ldexp(std::nearbyint(std::ldexp(value, -last)), last);
  return std::abs(rounded) > type.largest ? std::copysign(kInf, value)
                                          : rounded;
}

template <class T>
static void put(std::vector<std::byte> &bytes, T value) {
  const auto *from = reinterpret_cast<const std::byte *>(&value);
  bytes.insert(bytes.end(), from, from + sizeof(T));
}

static void putFloat(std::vector<std::byte> &bytes, const FloatType &type,
                     Number value) {
  // Exact: the type has the number.
  value = roundTo(type, value);
  if (type.digits == 53)
    return put(bytes, double(value));
  float wide = float(value);
  if (type.digits == 24)
    return put(bytes, wide);
  if (type.digits == 11)
    return put(bytes, static_cast<_Float16>(wide));
  put(bytes, uint16_t(__builtin_bit_cast(uint32_t, wide) >> 16));
}

std::vector<std::byte> encodeCorner(const CornerTensor &tensor) {
  std::vector<std::byte> bytes;
  for (Number value : tensor.values) {
    if (const FloatType *type = findFloatType(tensor.element))
      putFloat(bytes, *type, value);
    else if (tensor.element == "i64")
      put(bytes, int64_t(value));
    else if (tensor.element == "i32")
      put(bytes, int32_t(value));
    else
      put(bytes, uint8_t(value));
  }
  return bytes;
}

static size_t sizeOf(const std::string &element) {
  if (const FloatType *type = findFloatType(element))
    return type->digits == 53 ? 8 : type->digits == 24 ? 4 : 2;
  return element == "i64" ? 8 : element == "i32" ? 4 : 1;
}

/// Bits of one element, and for floats their place in the order of numbers.
static uint64_t bitsOf(const std::byte *element, size_t size) {
  uint64_t bits = 0;
  std::memcpy(&bits, element, size);
  return bits;
}

static uint64_t signOf(size_t size) { return uint64_t(1) << (8 * size - 1); }

static uint64_t infinityOf(const FloatType &type) {
  std::vector<std::byte> infinity;
  putFloat(infinity, type, kInf);
  return bitsOf(infinity.data(), infinity.size());
}

static bool agrees(const FloatType *type, int ulps, uint64_t got, uint64_t want,
                   size_t size) {
  if (got == want || !type)
    return got == want;
  uint64_t magnitude = want & ~signOf(size), infinity = infinityOf(*type);
  if (magnitude > infinity)
    return (got & ~signOf(size)) > infinity;
  // Zeros and infinities are what they are; numbers of a sign ascend as
  // integers.
  bool isExact = !ulps || magnitude == 0 || magnitude == infinity ||
                 (got ^ want) & signOf(size);
  return !isExact && std::abs(int64_t(got - want)) <= ulps;
}

std::string describeDifference(const CornerTensor &want, int ulps,
                               std::span<const std::byte> got) {
  std::vector<std::byte> wanted = encodeCorner(want);
  if (got.size() != wanted.size())
    return fmt::format("has {} bytes instead of {}", got.size(), wanted.size());
  size_t size = sizeOf(want.element);
  const FloatType *type = findFloatType(want.element);
  for (size_t i = 0; i < want.values.size(); ++i) {
    uint64_t ours = bitsOf(&got[i * size], size),
             theirs = bitsOf(&wanted[i * size], size);
    if (!agrees(type, ulps, ours, theirs, size))
      return fmt::format("element {} is 0x{:x} instead of 0x{:x}, which is {}",
                         i, ours, theirs, double(want.values[i]));
  }
  return "";
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

static std::string typeOf(const CornerTensor &tensor) {
  return tensorType(tensor.shape, tensor.element.c_str());
}

/// "[[true, false], [true, true]]"
static std::string printPredicates(const CornerTensor &tensor, size_t dim,
                                   size_t &next) {
  if (dim == tensor.shape.size())
    return tensor.values[next++] != 0 ? "true" : "false";
  std::vector<std::string> parts;
  for (int64_t i = 0; i < tensor.shape[dim]; ++i)
    parts.push_back(printPredicates(tensor, dim + 1, next));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

/// "dense<…> : tensor<…>", bit by bit.
static std::string printConstant(const CornerTensor &tensor) {
  std::string elements;
  size_t next = 0;
  if (tensor.element == "i1" && !tensor.values.empty())
    elements = printPredicates(tensor, 0, next);
  else if (!tensor.values.empty()) {
    for (std::byte byte : encodeCorner(tensor))
      elements += fmt::format("{:02X}", unsigned(byte));
    elements = "\"0x" + elements + "\"";
  }
  return fmt::format("dense<{}> : {}", elements, typeOf(tensor));
}

static std::string printCorner(const Corner &corner, size_t number,
                               bool areInputs) {
  std::string arguments, constants, types;
  for (size_t i = 0; i < corner.arguments.size(); ++i) {
    std::string name = cornerArgument(i);
    arguments += fmt::format("{0}%{1}: {2} {{mpc.input = \"{1}\"}}",
                             i ? ", " : "", name, typeOf(corner.arguments[i]));
    constants += fmt::format("  %{} = mpc.constant {}\n", name,
                             printConstant(corner.arguments[i]));
  }
  std::string results;
  for (size_t i = 0; i < corner.results.size(); ++i) {
    std::string type = typeOf(corner.results[i]), comma = i ? ", " : "";
    results +=
        fmt::format("{}{} {{mpc.result = \"{}\"}}", comma, type, "rs"[i]);
    types += comma + type;
  }
  return fmt::format(
      "func.func @corner{}({}) -> ({}) {{\n{}  {}\n  return {} : {}\n}}\n",
      number, areInputs ? arguments : "", results, areInputs ? "" : constants,
      corner.body, corner.results.size() > 1 ? "%r, %s" : "%r", types);
}

/// A model must have something to train.
static const char kTrain[] = R"(func.func @train(
    %w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %loss = mpc.mul %w, %w : tensor<f32>
  return %loss : tensor<f32>
}
)";

std::string printCorners(std::span<const Corner> corners, bool areInputs) {
  std::string text = kTrain;
  for (size_t i = 0; i < corners.size(); ++i)
    text += printCorner(corners[i], i, areInputs);
  return text;
}

std::string cornerParameter(size_t number, size_t argument) {
  return fmt::format("c{}{}", number, cornerArgument(argument));
}

std::vector<CornerOperand> listOperands(std::span<const Corner> corners) {
  std::vector<CornerOperand> operands;
  for (size_t i = 0; i < corners.size(); ++i)
    for (size_t a = 0; a < corners[i].arguments.size(); ++a) {
      const CornerTensor &tensor = corners[i].arguments[a];
      operands.push_back(
          {cornerParameter(i, a), &tensor, tensor.element == "f32"});
    }
  return operands;
}

/// Names of a row as those of the model.
static std::string renamed(const std::string &body, size_t number) {
  std::string text;
  for (char c : body)
    text += c == '%' ? fmt::format("%c{}", number) : std::string(1, c);
  return text;
}

std::string printAdjointCorners(std::span<const Corner> corners) {
  std::string arguments, body, loss;
  for (size_t i = 0; i < corners.size(); ++i) {
    const Corner &corner = corners[i];
    for (size_t a = 0; a < corner.arguments.size(); ++a) {
      const CornerTensor &argument = corner.arguments[a];
      bool isFloat = findFloatType(argument.element);
      arguments += fmt::format(
          "{}%{}: {} {{mpc.{} = \"{}\"}}", arguments.empty() ? "" : ", ",
          cornerParameter(i, a), typeOf(argument), isFloat ? "param" : "input",
          cornerParameter(i, a));
    }
    Shape all;
    for (size_t d = 0; d < corner.output.size(); ++d)
      all.push_back(int64_t(d));
    body +=
        renamed(fmt::format("{}\n  %sum = mpc.reduce sum, %r dims [{}] : {} "
                            "-> tensor<f32>\n",
                            corner.body, fmt::join(all, ", "),
                            tensorType(corner.output)),
                i);
    std::string sum = fmt::format("%c{}sum", i);
    if (i)
      body += fmt::format("  %total{} = mpc.add {}, {} : tensor<f32>\n", i,
                          loss, sum);
    loss = i ? fmt::format("%total{}", i) : sum;
  }
  return fmt::format("func.func @train({}) -> (tensor<f32> {{mpc.result = "
                     "\"loss\"}}) {{\n{}  return {} : tensor<f32>\n}}\n",
                     arguments, body, loss);
}

//===----------------------------------------------------------------------===//
// The table
//===----------------------------------------------------------------------===//

std::vector<Corner> allCorners() {
  std::vector<Corner> corners;
  addElementwiseCorners(corners);
  addActivationCorners(corners);
  addIntegerCorners(corners);
  addConversionCorners(corners);
  addReductionCorners(corners);
  addIndexCorners(corners);
  addNormCorners(corners);
  addAdjointCorners(corners);
  return corners;
}

std::map<std::string, std::string> opsWithoutCorners() {
  const char *moves = "moves elements";
  return {{"broadcast", moves},
          {"concat", moves},
          {"pad", moves},
          {"repeat", moves},
          {"reshape", moves},
          {"reverse", moves},
          {"slice", moves},
          {"stop_gradient", moves},
          {"transpose", moves},
          {"random", "has finite results, whatever its key is"}};
}
