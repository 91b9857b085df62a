//===- IntegerCornerCases.cpp - of integers, and of conversions -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CornerCases.h"

#include <cmath>
#include <fmt/format.h>

namespace {

struct IntegerType {
  const char *name;
  Number least, most;
  /// What has all bits set.
  Number ones() const { return either(most, -1); }
  Number either(Number ofUnsigned, Number ofSigned) const {
    return least == 0 ? ofUnsigned : ofSigned;
  }
};

const IntegerType kTypes[] = {{"i32", -0x1p31L, 0x1p31L - 1},
                              {"i64", -0x1p63L, 0x1p63L - 1},
                              {"ui8", 0, 255}};

/// Integers wrap around.
void addArithmetic(std::vector<Corner> &corners, const IntegerType &type) {
  Number a = type.least, b = type.most, ones = type.ones();
  auto put = [&](const char *op, const std::vector<CornerPoint> &points) {
    corners.push_back(pointwise(op, op, type.name, points));
  };
  put("add", {{b, 1, a},
              {a, ones, type.either(255, b)},
              {b, b, type.either(254, -2)}});
  put("sub", {{a, 1, b}, {0, a, a}, {b, ones, type.either(0, a)}});
  put("mul", {{b, 2, type.either(254, -2)},
              {a, ones, a},
              {b, b, 1},
              {16, 16, type.either(0, 256)}});
  put("neg", {{a, a}, {1, ones}, {0, 0}, {b, type.either(1, a + 1)}});
  put("abs", {{a, a}, {b, b}, {ones, type.either(255, 1)}});
  put("sign", {{a, type.either(0, -1)}, {b, 1}, {0, 0}});
  put("div", {{7, 0, ones},
              {0, 0, ones},
              {a, ones, a},
              {b, b, 1},
              {b, 2, std::floor(b / 2)}});
  put("rem", {{7, 0, 7}, {a, 0, a}, {a, ones, 0}, {b, b, 0}, {b, 16, 15}});
  put("max", {{a, b, b}, {ones, 1, type.either(255, 1)}});
  put("min", {{a, b, a}, {ones, 1, type.either(1, -1)}});
  put("clamp", {{a, b, 1, 1}, {1, a, b, 1}, {b, 0, a, a}});
  put("and", {{b, ones, b}, {a, b, 0}, {ones, 5, 5}});
  put("or", {{a, b, ones}, {0, a, a}});
  put("xor", {{a, ones, b}, {b, b, 0}});
  put("not", {{a, type.either(255, b)}, {b, a}, {0, ones}});
}

void addSigned(std::vector<Corner> &corners, const IntegerType &type) {
  corners.push_back(pointwise(
      "div", "div", type.name,
      {{-7, 2, -3}, {7, -2, -3}, {-7, 0, -1}, {type.least, 1, type.least}}));
  corners.push_back(
      pointwise("rem", "rem", type.name,
                {{-7, 2, -1}, {7, -2, 1}, {-7, 0, -7}, {type.least, 10, -8}}));
}

void addComparisons(std::vector<Corner> &corners, const IntegerType &type) {
  CornerTensor x = row(type.name, {type.least, type.most, type.ones()}),
               y = row(type.name, {type.most, type.least, 1});
  const std::pair<const char *, Numbers> rows[] = {
      {"lt", {1, 0, type.either(0, 1)}},
      {"ge", {0, 1, type.either(1, 0)}},
      {"eq", {0, 0, 0}},
      {"ne", {1, 1, 1}}};
  for (const auto &[comparison, holds] : rows)
    corners.push_back({"compare",
                       {x, y},
                       fmt::format("%r = mpc.compare {}, %x, %y : {}",
                                   comparison, tensorType({3}, type.name)),
                       {row("i1", holds)}});
}

void addConversion(std::vector<Corner> &corners, const char *from,
                   const char *to, const Numbers &operands,
                   const Numbers &results) {
  corners.push_back({"convert",
                     {row(from, operands)},
                     fmt::format("%r = mpc.convert %x : {} to {}",
                                 tensorType({int64_t(operands.size())}, from),
                                 tensorType({int64_t(operands.size())}, to)),
                     {row(to, results)}});
}

} // namespace

void addIntegerCorners(std::vector<Corner> &corners) {
  for (const IntegerType &type : kTypes) {
    addArithmetic(corners, type);
    addComparisons(corners, type);
    if (type.least != 0)
      addSigned(corners, type);
  }
}

/// Floats to integers truncate, saturate, and take nan to 0; integers wrap;
/// integers to floats, and floats to floats, round to nearest even.
void addConversionCorners(std::vector<Corner> &corners) {
  for (const FloatType &type : floatTypes()) {
    for (const IntegerType &integer : kTypes)
      addConversion(
          corners, type.name, integer.name,
          {kNan, kInf, -kInf, -0.0L, type.least(), -0.75L, 2.5L, -1.5L},
          {0, integer.most, integer.least, 0, 0, 0, 2, integer.either(0, -1)});
    addConversion(corners, type.name, "i1",
                  {kNan, kInf, 0, -0.0L, type.least(), 0.5L},
                  {1, 1, 0, 0, 1, 1});
    addConversion(corners, "i1", type.name, {0, 1}, {0, 1});
    // What a type has not is rounded.
    for (const IntegerType &integer : kTypes)
      addConversion(corners, integer.name, type.name,
                    {integer.least, integer.most, 0},
                    {integer.least, integer.most, 0});
  }
  addConversion(corners, "f32", "i32",
                {0x1p31L, 0x1.fffffep30L, -0x1p31L, -0x1.000002p31L},
                {0x1p31L - 1, 0x1.fffffep30L, -0x1p31L, -0x1p31L});
  addConversion(corners, "f32", "i64", {0x1p63L, 0x1.fffffep62L, -0x1p63L},
                {0x1p63L - 1, 0x1.fffffep62L, -0x1p63L});
  addConversion(corners, "f32", "ui8", {255.5L, 256, 255, -1},
                {255, 255, 255, 0});
  addConversion(corners, "i32", "f32", {0x1p24L + 1, 0x1p24L + 3, -0x1p24L - 1},
                {0x1p24L, 0x1p24L + 4, -0x1p24L});
  addConversion(corners, "i64", "f32",
                {0x1p62L + 0x1p38L, 0x1p62L + 0x1p38L + 1, 0x1p53L + 1},
                {0x1p62L, 0x1p62L + 0x1p39L, 0x1p53L});
  addConversion(corners, "i64", "i32", {0x1p32L + 5, -0x1p63L, 0x1p31L},
                {5, 0, -0x1p31L});
  addConversion(corners, "i32", "ui8", {256, -1, -0x1p31L, 511},
                {0, 255, 0, 255});
  addConversion(corners, "ui8", "i32", {255, 128}, {255, 128});
  addConversion(corners, "i32", "i1", {0, -0x1p31L, 2}, {0, 1, 1});
  const Numbers f32 = {kNan,
                       kInf,
                       -kInf,
                       -0.0L,
                       65519.96875L,
                       65520,
                       -65520,
                       0x1p-25L,
                       0x1.000002p-25L,
                       0x1p-149L,
                       0x1.fffffep127L,
                       0x1.004p0L};
  for (const char *to : {"f16", "bf16", "f64"})
    addConversion(corners, "f32", to, f32, f32);
  const Numbers f16 = {kNan, kInf, -0.0L, 0x1p-24L, -65504};
  for (const char *to : {"f32", "bf16"})
    addConversion(corners, "f16", to, f16, f16);
  const Numbers bf16 = {kNan, -kInf, -0.0L, 0x1p-133L, 0x1.fep127L, 65536};
  for (const char *to : {"f32", "f16"})
    addConversion(corners, "bf16", to, bf16, bf16);
  // One rounding, not two by way of f32.
  const Numbers f64 = {
      kNan, -0.0L, 0x1p-1074L, 0x1.002000001p0L, 0x1.fffffefp127L, 1e300L};
  for (const char *to : {"f32", "f16", "bf16"})
    addConversion(corners, "f64", to, f64, f64);
  Numbers many(2053);
  for (size_t i = 0; i < many.size(); ++i)
    many[i] = Number(i);
  Numbers wrapped = many;
  for (Number &value : wrapped)
    value = std::fmod(value, 256.0L);
  for (const char *element : {"f16", "bf16", "i32", "ui8"})
    corners.push_back({"iota",
                       {},
                       "%r = mpc.iota dim 0 : " + tensorType({2053}, element),
                       {row(element, element[0] == 'u' ? wrapped : many)}});
  Numbers special{kNan, kInf, -kInf, -0.0L, 0x1p-149L};
  corners.push_back(
      {"constant",
       {},
       "%r = mpc.constant dense<[0x7FC00000, 0x7F800000, 0xFF800000, "
       "-0.0, 0x00000001]> : tensor<5xf32>",
       {row("f32", special)}});
  corners.push_back({"constant",
                     {},
                     "%r = mpc.constant dense<[-9223372036854775808, "
                     "9223372036854775807]> : tensor<2xi64>",
                     {row("i64", {-0x1p63L, 0x1p63L - 1})}});
}
