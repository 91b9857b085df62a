//===- ElementwiseCornerCases.cpp - of ops of single floats ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CornerCases.h"

#include <cmath>
#include <fmt/format.h>

namespace {

/// f of the operands, as the C library has it, rounded.
template <class F>
std::vector<CornerPoint> map(const Numbers &operands, F f) {
  std::vector<CornerPoint> points;
  for (Number x : operands)
    points.push_back({x, f(x)});
  return points;
}

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

void addSigns(std::vector<Corner> &corners, const FloatType &type) {
  Number m = type.largest, d = type.least();
  auto add = [&](const char *op, const std::vector<CornerPoint> &points) {
    corners.push_back(pointwise(op, op, type.name, points));
  };
  add("neg",
      {{0, -0.0L}, {-0.0L, 0}, {kInf, -kInf}, {d, -d}, {-m, m}, {kNan, kNan}});
  add("abs", {{-0.0L, 0}, {-kInf, kInf}, {-d, d}, {-m, m}, {kNan, kNan}});
  add("sign", {{-0.0L, -0.0L},
               {0, 0},
               {d, 1},
               {-d, -1},
               {-kInf, -1},
               {kInf, 1},
               {kNan, kNan}});
  add("floor", {{-0.0L, -0.0L},
                {d, 0},
                {-d, -1},
                {kInf, kInf},
                {-kInf, -kInf},
                {-m, -m},
                {kNan, kNan},
                {0.5L, 0}});
  add("ceil", {{-0.0L, -0.0L},
               {d, 1},
               {-d, -0.0L},
               {-0.5L, -0.0L},
               {kInf, kInf},
               {m, m},
               {kNan, kNan}});
  add("round", {{0.5L, 0},
                {1.5L, 2},
                {2.5L, 2},
                {-0.5L, -0.0L},
                {-1.5L, -2},
                {d, 0},
                {-d, -0.0L},
                {m, m},
                {kInf, kInf},
                {kNan, kNan},
                {-0.0L, -0.0L}});
}

void addExponentials(std::vector<Corner> &corners, const FloatType &type) {
  Number m = type.largest, d = type.least();
  auto add = [&](const char *op, const std::vector<CornerPoint> &points,
                 int ulps = 0) {
    corners.push_back(pointwise(op, op, type.name, points, ulps));
  };
  add("exp", {{kInf, kInf},
              {-kInf, 0},
              {0, 1},
              {-0.0L, 1},
              {d, 1},
              {-d, 1},
              {m, kInf},
              {-m, 0},
              {kNan, kNan}});
  add("expm1", {{kInf, kInf},
                {-kInf, -1},
                {0, 0},
                {-0.0L, -0.0L},
                {d, d},
                {-d, -d},
                {m, kInf},
                {-m, -1},
                {kNan, kNan}});
  add("log", {{0, -kInf},
              {-0.0L, -kInf},
              {-1, kNan},
              {-d, kNan},
              {1, 0},
              {kInf, kInf},
              {-kInf, kNan},
              {kNan, kNan}});
  add("log",
      map({d, type.leastNormal(), m}, [](Number x) { return std::log(x); }), 2);
  add("log1p", {{-1, -kInf},
                {-2, kNan},
                {0, 0},
                {-0.0L, -0.0L},
                {d, d},
                {-d, -d},
                {kInf, kInf},
                {-kInf, kNan},
                {kNan, kNan}});
  add("tanh", {{kInf, 1},
               {-kInf, -1},
               {0, 0},
               {-0.0L, -0.0L},
               {d, d},
               {-d, -d},
               {m, 1},
               {-m, -1},
               {kNan, kNan}});
  add("erf", {{kInf, 1},
              {-kInf, -1},
              {0, 0},
              {-0.0L, -0.0L},
              {d, d},
              {m, 1},
              {-m, -1},
              {kNan, kNan}});
  add("logistic", {{kInf, 1},
                   {-kInf, 0},
                   {0, 0.5L},
                   {-0.0L, 0.5L},
                   {d, 0.5L},
                   {m, 1},
                   {-m, 0},
                   {kNan, kNan}});
  add("sin", {{kInf, kNan},
              {-kInf, kNan},
              {0, 0},
              {-0.0L, -0.0L},
              {d, d},
              {-d, -d},
              {kNan, kNan}});
  add("cos",
      {{kInf, kNan}, {-kInf, kNan}, {0, 1}, {-0.0L, 1}, {d, 1}, {kNan, kNan}});
  add("sqrt", {{kInf, kInf},
               {-kInf, kNan},
               {-1, kNan},
               {-d, kNan},
               {0, 0},
               {-0.0L, -0.0L},
               {4, 2},
               {kNan, kNan}});
  add("rsqrt", {{kInf, 0},
                {-kInf, kNan},
                {-1, kNan},
                {-d, kNan},
                {0, kInf},
                {-0.0L, -kInf},
                {4, 0.5L},
                {kNan, kNan}});
}

/// Where f32 has subnormal results and operands.
void addSubnormals(std::vector<Corner> &corners) {
  corners.push_back(pointwise(
      "exp", "exp", "f32",
      map({-100, -103, -88, 88}, [](Number x) { return std::exp(x); }), 2));
  corners.push_back(pointwise("sqrt", "sqrt", "f32",
                              map({0x1p-149L, 0x1.8p-140L, 0x1p-126L},
                                  [](Number x) { return std::sqrt(x); })));
  corners.push_back(pointwise("exp", "exp", "f32", {{89, kInf}, {-110, 0}}));
}

//===----------------------------------------------------------------------===//
// Two operands
//===----------------------------------------------------------------------===//

void addArithmetic(std::vector<Corner> &corners, const FloatType &type) {
  Number m = type.largest, d = type.least(), n = type.leastNormal();
  auto add = [&](const char *op, const std::vector<CornerPoint> &points) {
    corners.push_back(pointwise(op, op, type.name, points));
  };
  add("add", {{m, m, kInf},
              {d, d, 2 * d},
              {d, -d, 0},
              {0, -0.0L, 0},
              {-0.0L, -0.0L, -0.0L},
              {kInf, -kInf, kNan},
              {kInf, m, kInf},
              {kNan, 1, kNan},
              {n, -d, n - d}});
  add("sub", {{m, -m, kInf},
              {n, d, n - d},
              {d, d, 0},
              {-0.0L, 0, -0.0L},
              {0, 0, 0},
              {kInf, kInf, kNan},
              {1, kInf, -kInf},
              {1, kNan, kNan}});
  add("mul", {{m, 2, kInf},
              {-m, 2, -kInf},
              {n, 0.5L, n / 2},
              {d, 0.5L, 0},
              {d, 1.5L, 2 * d},
              {-d, 0.5L, -0.0L},
              {0, kInf, kNan},
              {-0.0L, 3, -0.0L},
              {-kInf, kInf, -kInf},
              {kNan, 0, kNan}});
  add("div", {{1, 0, kInf},
              {1, -0.0L, -kInf},
              {0, 0, kNan},
              {n, 2, n / 2},
              {d, 2, 0},
              {d, d, 1},
              {m, 0.5L, kInf},
              {kInf, kInf, kNan},
              {1, -kInf, -0.0L},
              {-kInf, 2, -kInf},
              {kNan, 1, kNan}});
  add("max", {{kNan, 1, kNan},
              {1, kNan, kNan},
              {kNan, kInf, kNan},
              {0, -0.0L, 0},
              {-0.0L, 0, 0},
              {-0.0L, -0.0L, -0.0L},
              {-kInf, -m, -m},
              {d, 0, d},
              {kInf, m, kInf}});
  add("min", {{kNan, 1, kNan},
              {1, kNan, kNan},
              {kNan, -kInf, kNan},
              {0, -0.0L, -0.0L},
              {-0.0L, 0, -0.0L},
              {0, 0, 0},
              {kInf, m, m},
              {d, 0, 0},
              {-kInf, -m, -kInf}});
  add("squared_error", {{m, -m, kInf},
                        {kInf, kInf, kNan},
                        {-kInf, 1, kInf},
                        {kNan, 1, kNan},
                        {-0.0L, 0, 0},
                        {d, -d, 0}});
}

void addPowers(std::vector<Corner> &corners, const FloatType &type) {
  Number m = type.largest, d = type.least();
  const Numbers bases = {0,    -0.0L, 1,     -1,   2, -2,
                         0.5L, kInf,  -kInf, kNan, d, -m};
  const Numbers exponents = {0, -0.0L, 1,     -1,   2,     -3,
                             3, 0.5L,  -0.5L, kInf, -kInf, kNan};
  std::vector<CornerPoint> points;
  for (Number base : bases)
    for (Number exponent : exponents) {
      Number power = std::pow(base, exponent);
      bool isExact = power == 0 || !std::isfinite(power) ||
                     std::abs(base) == 2 || std::abs(base) == 0.5L ||
                     std::abs(base) == 1;
      // Roots of 2 are no corners, nor is where a type ends.
      if (isExact && (std::abs(exponent) != 0.5L || std::abs(base) == 1))
        points.push_back({base, exponent, power});
    }
  corners.push_back(pointwise("pow", "pow", type.name, points));
}

void addChoices(std::vector<Corner> &corners, const FloatType &type) {
  Number m = type.largest, d = type.least();
  corners.push_back(pointwise("clamp", "clamp", type.name,
                              {{-1, kNan, 1, kNan},
                               {kNan, 0, 1, kNan},
                               {-1, 0, kNan, kNan},
                               {-1, kInf, 1, 1},
                               {-1, -kInf, 1, -1},
                               {1, 0, -1, -1},
                               {0, -0.0L, 1, 0},
                               {-kInf, m, kInf, m},
                               {-1, d, 1, d}}));
  const Numbers x = {kNan, 1, 0, -0.0L, kInf, d, -kInf, kNan},
                y = {kNan, kNan, -0.0L, 0, kInf, 0, kInf, 1};
  struct Row {
    const char *comparison;
    Numbers holds;
  };
  const Row rows[] = {
      {"eq", {0, 0, 1, 1, 1, 0, 0, 0}}, {"ne", {1, 1, 0, 0, 0, 1, 1, 1}},
      {"lt", {0, 0, 0, 0, 0, 0, 1, 0}}, {"le", {0, 0, 1, 1, 1, 0, 1, 0}},
      {"gt", {0, 0, 0, 0, 0, 1, 0, 0}}, {"ge", {0, 0, 1, 1, 1, 1, 0, 0}}};
  for (const auto &[comparison, holds] : rows)
    corners.push_back({"compare",
                       {row(type.name, x), row(type.name, y)},
                       fmt::format("%r = mpc.compare {}, %x, %y : {}",
                                   comparison, tensorType({8}, type.name)),
                       {row("i1", holds)}});
  corners.push_back({"is_finite",
                     {row(type.name, {kNan, kInf, -kInf, m, -m, d, -0.0L})},
                     "%r = mpc.is_finite %x : " + tensorType({7}, type.name),
                     {row("i1", {0, 0, 0, 1, 1, 1, 1})}});
  // What is not chosen leaves no trace.
  corners.push_back(
      {"select",
       {row("i1", {1, 0, 1, 0, 1}),
        row(type.name, {1, kNan, -0.0L, kInf, kNan}),
        row(type.name, {kNan, 2, kInf, -0.0L, 1})},
       "%r = mpc.select %x, %y, %z : " + tensorType({5}, type.name),
       {row(type.name, {1, 2, -0.0L, -0.0L, kNan})}});
}

} // namespace

void addElementwiseCorners(std::vector<Corner> &corners) {
  for (const FloatType &type : floatTypes()) {
    addSigns(corners, type);
    addExponentials(corners, type);
    addArithmetic(corners, type);
    addPowers(corners, type);
    addChoices(corners, type);
  }
  addSubnormals(corners);
}
