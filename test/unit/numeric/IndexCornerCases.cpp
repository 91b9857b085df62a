//===- IndexCornerCases.cpp - of indices and of ties ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CornerCases.h"

#include <fmt/format.h>

namespace {

struct IndexType {
  const char *name;
  Number least, most;
};

const IndexType kIndexTypes[] = {{"i32", -0x1p31L, 0x1p31L - 1},
                                 {"i64", -0x1p63L, 0x1p63L - 1},
                                 {"ui8", 0, 255}};

std::string typeOf(const CornerTensor &tensor) {
  return tensorType(tensor.shape, tensor.element.c_str());
}

std::string signature(const std::vector<CornerTensor> &operands,
                      const CornerTensor &result) {
  std::string types;
  for (const CornerTensor &operand : operands)
    types += (types.empty() ? "" : ", ") + typeOf(operand);
  return fmt::format("({}) -> {}", types, typeOf(result));
}

//===----------------------------------------------------------------------===//
// Indices outside
//===----------------------------------------------------------------------===//

/// They are clamped to the nearest that is inside.
void addGathers(std::vector<Corner> &corners, const IndexType &type) {
  auto add = [&](const char *op, const std::string &operands,
                 const std::vector<CornerTensor> &arguments,
                 const CornerTensor &result, const char *attributes = "") {
    corners.push_back({op,
                       arguments,
                       fmt::format("%r = mpc.{} {}{} : {}", op, operands,
                                   attributes, signature(arguments, result)),
                       {result}});
  };
  CornerTensor table = row("f32", {1, kNan, -0.0L});
  bool isSigned = type.least != 0;
  add("gather", "%x, %y",
      {table, row(type.name, {type.least, type.most, 3, 1, 2})},
      row("f32", {1, -0.0L, -0.0L, kNan, -0.0L}), " dim 0");
  if (isSigned)
    add("gather", "%x, %y", {table, row(type.name, {-1, -3})},
        row("f32", {1, 1}), " dim 0");
  for (Number start : {type.least, type.most, Number(1), Number(2)}) {
    bool isFirst = start == type.least;
    CornerTensor scalar{{}, type.name, {start}};
    add("dynamic_slice", "%x, %y", {table, scalar},
        isFirst ? row("f32", {1, kNan}) : row("f32", {kNan, -0.0L}));
    add("dynamic_update_slice", "%x, %y, %z",
        {table, row("f32", {kInf, 7}), scalar},
        isFirst ? row("f32", {kInf, 7, -0.0L}) : row("f32", {1, kInf, 7}));
  }
}

/// They are dropped, with what would be added.
void addScatters(std::vector<Corner> &corners) {
  auto add = [&](const char *element, const Numbers &operand,
                 const Numbers &indices, const Numbers &updates,
                 const Numbers &results) {
    CornerTensor x = row(element, operand), y = row("i32", indices),
                 z = row(element, updates);
    corners.push_back(
        {"scatter_add",
         {x, y, z},
         fmt::format("%r = mpc.scatter_add %x, %y, %z : {}, {}, {}", typeOf(x),
                     typeOf(y), typeOf(z)),
         {row(element, results)}});
  };
  for (const FloatType &type : floatTypes()) {
    Number m = type.largest, d = type.least();
    bool isF16 = type.digits == 11;
    add(type.name, {1, -0.0L, d}, {-1, 3, 0x1p31L - 1, -0x1p31L, 2},
        {kNan, kNan, kInf, kNan, d}, {1, -0.0L, 2 * d});
    add(type.name, {m, kInf, -0.0L}, {0, 1, 0, 2}, {m, -kInf, -m, -0.0L},
        {isF16 ? m : kInf, kNan, -0.0L});
    add(type.name, {}, {0, -1}, {1, 1}, {});
    add(type.name, {-0.0L, kNan}, {}, {}, {-0.0L, kNan});
  }
  add("i32", {0x1p31L - 1, 0}, {0, -1}, {1, 5}, {-0x1p31L, 0});
  add("ui8", {255, 0}, {0, 1, 1}, {2, 200, 100}, {1, 44});
}

//===----------------------------------------------------------------------===//
// Ties
//===----------------------------------------------------------------------===//

/// nan is greatest, -0 equals 0, and equals keep their order.
void addSorts(std::vector<Corner> &corners) {
  auto add = [&](const char *op, const char *attributes, const char *element,
                 const Numbers &operand, const Numbers &values,
                 const Numbers &places) {
    corners.push_back(
        {op,
         {row(element, operand)},
         fmt::format("%r, %s = mpc.{} %x {} : {}", op, attributes,
                     tensorType({int64_t(operand.size())}, element)),
         {row(element, values), row("i32", places)}});
  };
  for (const FloatType &type : floatTypes()) {
    Number d = type.least();
    const Numbers x = {0, kNan, -0.0L, kInf, -kInf, d, kNan, -0.0L};
    add("sort", "dim 0", type.name, x,
        {-kInf, 0, -0.0L, -0.0L, d, kInf, kNan, kNan},
        {4, 0, 2, 7, 5, 3, 1, 6});
    add("sort", "dim 0 descending", type.name, x,
        {kNan, kNan, kInf, d, 0, -0.0L, -0.0L, -kInf},
        {1, 6, 3, 5, 0, 2, 7, 4});
    add("top_k", "k 6", type.name, x, {kNan, kNan, kInf, d, 0, -0.0L},
        {1, 6, 3, 5, 0, 2});
    add("top_k", "k 0", type.name, x, {}, {});
    add("sort", "dim 0", type.name, {}, {}, {});
  }
  for (const auto &[name, least, most] : kIndexTypes) {
    add("sort", "dim 0", name, {most, 1, least, 1, most},
        {least, 1, 1, most, most}, {2, 1, 3, 0, 4});
    add("top_k", "k 3", name, {most, 1, least, 1, most}, {most, most, 1},
        {0, 4, 1});
  }
}

/// Labels that are no class, and rows that do not count.
void addCrossEntropies(std::vector<Corner> &corners) {
  auto add = [&](const char *attributes, const CornerTensor &x,
                 const CornerTensor &y, const Numbers &results) {
    CornerTensor r = row(x.element, results);
    corners.push_back({"cross_entropy",
                       {x, y},
                       fmt::format("%r = mpc.cross_entropy %x, %y{} : {}",
                                   attributes, signature({x, y}, r)),
                       {r}});
  };
  for (const FloatType &type : floatTypes()) {
    auto logits = [&](const Numbers &values) {
      return CornerTensor{{int64_t(values.size()) / 2, 2}, type.name, values};
    };
    const Numbers x = {0, 0, 0, -kInf, 0, -kInf, kNan, 0, 1, 1};
    add("", logits(x), row("i32", {2, 1, 0, 1, -1}), {0, kInf, 0, kNan, 0});
    add("", logits({1, 1, 2, 2}), row("i32", {-0x1p31L, 0x1p31L - 1}), {0, 0});
    add(" ignore 1", logits({kNan, 1, kInf, -kInf, 0, -kInf}),
        row("i32", {1, 1, 0}), {0, 0, 0});
    // A class of probability 0 adds nothing.
    add("", logits({0, -kInf, -kInf, 0, 1024, 0}), logits({1, 0, 1, 0, 0, 1}),
        {0, kInf, 1024});
  }
}

} // namespace

void addIndexCorners(std::vector<Corner> &corners) {
  for (const IndexType &type : kIndexTypes)
    addGathers(corners, type);
  addScatters(corners);
  addSorts(corners);
  addCrossEntropies(corners);
}
