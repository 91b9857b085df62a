//===- ReductionCornerCases.cpp - of sums, products and windows -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CornerCases.h"

#include <cmath>
#include <fmt/format.h>

namespace {

/// Each row of a matrix is reduced to one element.
void addReduce(std::vector<Corner> &corners, const std::string &kind,
               const std::string &element, const std::vector<Numbers> &rows,
               const Numbers &results, const std::string &resultElement = "") {
  Numbers all;
  for (const Numbers &numbers : rows)
    all.insert(all.end(), numbers.begin(), numbers.end());
  CornerTensor operand{
      {int64_t(rows.size()), int64_t(rows[0].size())}, element, all},
      result = row(resultElement.empty() ? element : resultElement, results);
  corners.push_back(
      {"reduce",
       {operand},
       fmt::format("%r = mpc.reduce {}, %x dims [1] : {} -> {}", kind,
                   tensorType(operand.shape, element.c_str()),
                   tensorType(result.shape, result.element.c_str())),
       {result}});
}

/// Of nothing.
void addEmpty(std::vector<Corner> &corners, const std::string &kind,
              const std::string &element, Number result) {
  addReduce(corners, kind, element, {{}, {}}, {result, result});
}

void addFloats(std::vector<Corner> &corners, const FloatType &type) {
  Number m = type.largest, d = type.least();
  auto add = [&](const char *kind, const std::vector<Numbers> &rows,
                 const Numbers &results) {
    addReduce(corners, kind, type.name, rows, results);
  };
  add("sum",
      {{kInf, -kInf, 1},
       {kNan, 0, 1},
       {m, m, 0},
       {d, d, d},
       {kInf, 1, 2},
       {1, -1, 0},
       {d, -d, d}},
      {kNan, kNan, kInf, 3 * d, kInf, 0, d});
  add("mean", {{kInf, -kInf}, {kNan, 0}, {d, 3 * d}, {-kInf, 1}, {d, 0}},
      {kNan, kNan, 2 * d, -kInf, 0});
  add("prod", {{0, kInf}, {kNan, 0}, {m, 2}, {d, 0.5L}, {-kInf, 2}, {-0.0L, 3}},
      {kNan, kNan, kInf, 0, -kInf, -0.0L});
  add("max",
      {{1, kNan, 2},
       {kNan, kInf, 0},
       {-0.0L, 0, -0.0L},
       {0, -0.0L, -1},
       {-0.0L, -0.0L, -1},
       {-kInf, -kInf, -kInf},
       {-kInf, -m, -kInf},
       {0, d, -d}},
      {kNan, kNan, 0, 0, -0.0L, -kInf, -m, d});
  add("min",
      {{1, kNan, 2},
       {kNan, -kInf, 0},
       {-0.0L, 0, 0},
       {0, -0.0L, 1},
       {kInf, kInf, kInf},
       {kInf, m, kInf},
       {0, d, -d}},
      {kNan, kNan, -0.0L, -0.0L, kInf, m, -d});
  // The first of the largest, or of what is nan; -0 equals 0.
  addReduce(corners, "argmax", type.name,
            {{1, 3, 3},
             {1, kNan, kNan},
             {kInf, kNan, 2},
             {-0.0L, 0, 0},
             {0, -0.0L, -1},
             {-kInf, -kInf, -kInf},
             {-kInf, d, 0}},
            {1, 1, 1, 0, 0, 0, 1}, "i32");
  addEmpty(corners, "sum", type.name, 0);
  addEmpty(corners, "mean", type.name, kNan);
  addEmpty(corners, "prod", type.name, 1);
  addEmpty(corners, "max", type.name, -kInf);
  addEmpty(corners, "min", type.name, kInf);
}

void addIntegers(std::vector<Corner> &corners) {
  struct Type {
    const char *name;
    Number least, most;
  };
  for (const auto &[name, least, most] :
       {Type{"i32", -0x1p31L, 0x1p31L - 1}, Type{"i64", -0x1p63L, 0x1p63L - 1},
        Type{"ui8", 0, 255}}) {
    addReduce(corners, "sum", name, {{most, 1}, {least, 0}}, {least, least});
    addReduce(corners, "prod", name, {{most, most}, {most, 0}}, {1, 0});
    addReduce(corners, "max", name, {{least, most}, {least, least}},
              {most, least});
    addReduce(corners, "min", name, {{least, most}, {most, most}},
              {least, most});
    addReduce(corners, "argmax", name,
              {{least, most, most}, {least, least, least}}, {1, 0}, "i32");
    addEmpty(corners, "sum", name, 0);
    addEmpty(corners, "prod", name, 1);
    addEmpty(corners, "max", name, least);
    addEmpty(corners, "min", name, most);
  }
  addReduce(corners, "any", "i1", {{0, 0}, {0, 1}, {1, 1}}, {0, 1, 1});
  addReduce(corners, "all", "i1", {{0, 0}, {0, 1}, {1, 1}}, {0, 0, 1});
  addEmpty(corners, "any", "i1", 0);
  addEmpty(corners, "all", "i1", 1);
}

void addRunningSums(std::vector<Corner> &corners, const FloatType &type) {
  Number m = type.largest, d = type.least();
  auto add = [&](const char *way, const std::string &element,
                 const Numbers &operand, const Numbers &result) {
    corners.push_back(
        {"cumsum",
         {row(element, operand)},
         fmt::format("%r = mpc.cumsum %x dim 0{} : {}", way,
                     tensorType({int64_t(operand.size())}, element.c_str())),
         {row(element, result)}});
  };
  add("", type.name, {d, d, kInf, 1, -kInf, 1},
      {d, 2 * d, kInf, kInf, kNan, kNan});
  add(" reverse", type.name, {1, kNan, 2}, {kNan, kNan, 2});
  // Sums start from 0.
  add("", type.name, {-0.0L, -0.0L}, {0, 0});
  add(" exclusive", type.name, {kNan, 1}, {0, kNan});
  add("", type.name, {}, {});
  // f16 is rounded behind the sum.
  bool isF16 = type.digits == 11;
  add("", type.name, {m, m, -m}, {m, kInf, isF16 ? m : kInf});
  if (type.digits == 24) {
    add("", "i32", {0x1p31L - 1, 1, -1}, {0x1p31L - 1, -0x1p31L, 0x1p31L - 1});
    add("", "ui8", {255, 1, 3}, {255, 0, 3});
  }
}

/// %x of rows times the column %y.
void addProducts(std::vector<Corner> &corners, const FloatType &type) {
  Number m = type.largest, d = type.least();
  auto add = [&](Shape left, const Numbers &x, const Numbers &y,
                 const Numbers &results) {
    Shape right{left[1]}, shape{left[0]};
    corners.push_back(
        {"dot_general",
         {{left, type.name, x}, {right, type.name, y}},
         fmt::format(
             "%r = mpc.dot_general %x, %y contract [1] x [0] : ({}, {}) "
             "-> {}",
             tensorType(left, type.name), tensorType(right, type.name),
             tensorType(shape, type.name)),
         {{shape, type.name, results}}});
  };
  add({5, 2}, {kInf, 1, kNan, 1, 1, -kInf, d, d, -0.0L, -0.0L}, {1, 1},
      {kInf, kNan, -kInf, 2 * d, 0});
  add({2, 1}, {kInf, -kInf}, {0}, {kNan, kNan});
  add({2, 0}, {}, {}, {0, 0});
  add({0, 2}, {}, {1, 1}, {});
  // Sums are f32, at least.
  bool isF16 = type.digits == 11;
  add({1, 3}, {m, m, m}, {1, 1, -1}, {isF16 ? m : kInf});
}

std::string typeOf(const CornerTensor &tensor) {
  return tensorType(tensor.shape, tensor.element.c_str());
}

/// Beyond the image are zeros, which are multiplied like all others.
void addConvolutions(std::vector<Corner> &corners, const FloatType &type) {
  const char *name = type.name;
  Number d = type.least();
  auto add = [&](const char *op, const char *attributes, const CornerTensor &x,
                 const CornerTensor &y, const CornerTensor &r) {
    corners.push_back({op,
                       {x, y},
                       fmt::format("%r = mpc.{} %x, %y{} : ({}, {}) -> {}", op,
                                   attributes, typeOf(x), typeOf(y), typeOf(r)),
                       {r}});
  };
  add("conv1d", " low [1] high [1]", {{1, 3, 1}, name, {1, 2, d}},
      {{3, 1, 1}, name, {kInf, 1, 0}}, {{1, 3, 1}, name, {kNan, kInf, kInf}});
  add("conv1d", "", {{1, 4, 1}, name, {kNan, 1, d, -d}}, {{1, 1, 1}, name, {1}},
      {{1, 4, 1}, name, {kNan, 1, d, -d}});
  add("conv2d", " low [0, 1]", {{1, 1, 2, 1}, name, {1, -kInf}},
      {{1, 2, 1, 1}, name, {1, 1}}, {{1, 1, 2, 1}, name, {1, -kInf}});
  add("conv2d", "", {{0, 2, 2, 1}, name, {}}, {{1, 1, 1, 1}, name, {1}},
      {{0, 2, 2, 1}, name, {}});
  add("conv_transpose2d", " stride [1, 2]", {{1, 1, 2, 1}, name, {1, kInf}},
      {{1, 2, 1, 1}, name, {1, 0}}, {{1, 1, 4, 1}, name, {1, 0, kInf, kNan}});
}

void addPools(std::vector<Corner> &corners, const FloatType &type) {
  Number m = type.largest, d = type.least();
  auto add = [&](const char *op, const char *attributes, const Numbers &operand,
                 const Numbers &result) {
    CornerTensor x{{1, 1, int64_t(operand.size()), 1}, type.name, operand},
        r{{1, 1, int64_t(result.size()), 1}, type.name, result};
    corners.push_back({op,
                       {x},
                       fmt::format("%r = mpc.{} %x size [1, 2]{} : {} -> {}",
                                   op, attributes, typeOf(x), typeOf(r)),
                       {r}});
  };
  add("max_pool2d", "", {1, kNan, kNan, kInf, -kInf, -kInf, -kInf, -m, d, 0},
      {kNan, kNan, -kInf, -m, d});
  // What is outside of the image is never the largest.
  add("max_pool2d", " stride [1, 2] low [0, 1] high [0, 1]",
      {-kInf, -1, -2, -m}, {-kInf, -1, -m});
  add("avg_pool2d", "", {kInf, -kInf, kNan, 1, kInf, 1, d, d},
      {kNan, kNan, kInf, d});
  add("avg_pool2d", " stride [1, 2] low [0, 1] high [0, 1]", {kInf, 2, 4, 6},
      {kInf, 3, 3});
  add("avg_pool2d", " stride [1, 2] low [0, 1] high [0, 1] inside",
      {4, 2, 4, 6}, {4, 3, 6});
}

/// Rows of 2.
void addSoftmaxes(std::vector<Corner> &corners, const FloatType &type) {
  Number m = type.largest;
  auto add = [&](const char *op, const Numbers &operand,
                 const Numbers &result) {
    Shape shape{int64_t(operand.size()) / 2, 2};
    corners.push_back({op,
                       {{shape, type.name, operand}},
                       fmt::format("%r = mpc.{} %x dim 1 : {}", op,
                                   tensorType(shape, type.name)),
                       {{shape, type.name, result}}});
  };
  // The maximum is subtracted first: inf - inf is nan, and all of the row.
  add("softmax", {kNan, 0, kInf, 0, -kInf, -kInf, -kInf, 0, m, 0, m, m, -m, 0},
      {kNan, kNan, kNan, kNan, kNan, kNan, 0, 1, 1, 0, 0.5L, 0.5L, 0, 1});
  add("log_softmax", {kNan, 0, kInf, 0, -kInf, -kInf, -kInf, 0, 0, 1024, -m, 0},
      {kNan, kNan, kNan, kNan, kNan, kNan, -kInf, 0, -1024, 0, -m, 0});
  add("softmax", {}, {});
}

} // namespace

void addReductionCorners(std::vector<Corner> &corners) {
  for (const FloatType &type : floatTypes()) {
    addFloats(corners, type);
    addRunningSums(corners, type);
    addProducts(corners, type);
    addConvolutions(corners, type);
    addPools(corners, type);
    addSoftmaxes(corners, type);
  }
  addIntegers(corners);
}
