//===- MovementTest.cpp - elements that move, or come from nowhere --------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Case.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace kernels {

static const char *const kFloats[] = {"f32", "bf16", "f16"};

/// The dimensions that the bits of `set` name.
static Shape chooseDims(unsigned set, size_t rank) {
  Shape dims;
  for (size_t dim = 0; dim < rank; ++dim)
    if (set >> dim & 1)
      dims.push_back(dim);
  return dims;
}

static Shape chooseSizes(const Shape &shape, const Shape &dims) {
  Shape result;
  for (int64_t dim : dims)
    result.push_back(shape[dim]);
  return result;
}

/// Every choice of dimensions that repeat, alone and beside a whole operand.
TEST(Movement, broadcasts_from_every_position) {
  const Shape shapes[] = {{},          {1},      {31},      {997},  {0},
                          {3, 33},     {33, 3},  {64, 128}, {1, 5}, {997, 1},
                          {3, 31, 33}, {4, 1, 8}, {2, 3, 0},
                          {3, 1, 31, 2}, {2, 3, 4, 8, 16}};
  std::vector<Case> cases;
  for (const char *element : kFloats)
    for (const Shape &shape : shapes)
      for (unsigned set = 0; set < 1u << shape.size(); ++set) {
        Shape dims = chooseDims(set, shape.size());
        Shape from = chooseSizes(shape, dims);
        std::string type = tensorType(shape, element);
        Case c{fmt::format("broadcast_{}_{}_{:05b}", element, shapeName(shape),
                           set),
               {{"s", from, element, Values::corners},
                {"x", shape, element, Values::corners}},
               "",
               {{"%b", shape, element}, {"%r", shape, element}}};
        c.body = broadcast("%b", "%s", from, dims, shape, element) +
                 fmt::format("%r = mpc.add %x, %b : {}\n", type);
        cases.push_back(c);
      }
  check(sample(cases, 4));
}

/// Alone, before and behind arithmetic, and read both ways at once.
TEST(Movement, transposes_by_every_permutation) {
  const Shape shapes[] = {{1, 1},    {3, 33},      {33, 31},  {997, 3},
                          {64, 128}, {0, 5},       {2, 3, 4}, {31, 1, 33},
                          {8, 16, 32}, {2, 3, 4, 5}, {1, 3, 1, 7, 2}};
  std::vector<Case> cases;
  for (const char *element : {"f32", "bf16", "f16", "i1", "ui8", "i64"})
    for (const Shape &shape : shapes) {
      Shape perm = chooseDims(~0u, shape.size());
      while (std::next_permutation(perm.begin(), perm.end())) {
        Shape to = chooseSizes(shape, perm);
        bool isPredicate = element == std::string("i1");
        const char *op = isPredicate ? "and" : "add";
        std::string name, from = tensorType(shape, element),
                          type = tensorType(to, element);
        for (int64_t dim : perm)
          name += std::to_string(dim);
        Case c{fmt::format("transpose_{}_{}_{}", element, shapeName(shape), name),
               {{"x", shape, element, Values::corners},
                {"y", to, element, Values::corners}},
               "",
               {{"%t", to, element}, {"%r", to, element}, {"%s", shape, element}}};
        c.body = fmt::format("%t = mpc.transpose %x perm {0} : {1} -> {2}\n"
                             "%s = mpc.{3} %x, %x : {1}\n"
                             "%u = mpc.transpose %s perm {0} : {1} -> {2}\n"
                             "%r = mpc.{3} %u, %y : {2}\n",
                             list(perm), from, type, op);
        cases.push_back(c);
      }
    }
  check(sample(cases, 24));
}

TEST(Movement, reshapes_between_arithmetic) {
  const std::pair<Shape, Shape> rows[] = {
      {{6}, {2, 3}},     {{2, 3}, {6}},       {{1}, {}},
      {{}, {1, 1}},      {{4, 6}, {2, 12}},   {{2, 3, 4}, {6, 4}},
      {{0, 3}, {3, 0}},  {{997}, {1, 997, 1}}, {{64, 3}, {8, 24}},
      {{31, 33}, {33, 31}}, {{16, 2}, {2, 16}}, {{8, 8, 8}, {64, 8}}};
  std::vector<Case> cases;
  for (const char *element : kFloats)
    for (auto &[from, to] : rows) {
      Case c{fmt::format("reshape_{}_{}_{}", element, shapeName(from),
                         shapeName(to)),
             {{"x", from, element, Values::corners},
              {"y", to, element, Values::corners}},
             "",
             {{"%v", to, element}, {"%r", to, element}}};
      c.body = fmt::format("%v = mpc.reshape %x : {0} -> {1}\n"
                           "%n = mpc.neg %x : {0}\n"
                           "%u = mpc.reshape %n : {0} -> {1}\n"
                           "%r = mpc.max %u, %y : {1}\n",
                           tensorType(from, element), tensorType(to, element));
      cases.push_back(c);
    }
  check(cases);
}

TEST(Movement, counts_along_every_dimension) {
  const Shape shapes[] = {{1},    {3},       {33},     {997},   {0}, {3, 31},
                          {31, 33}, {997, 1}, {2, 3, 4}, {8, 16, 8}, {1, 5, 2, 3},
                          {2, 3, 1, 4, 3}};
  std::vector<Case> cases;
  for (const char *element : {"f32", "bf16", "f16", "i32", "i64", "ui8"})
    for (const Shape &shape : shapes) {
      Case c{fmt::format("iota_{}_{}", element, shapeName(shape)),
             {{"x", shape, element}},
             "",
             {}};
      for (size_t dim = 0; dim < shape.size(); ++dim) {
        c.body += fmt::format("%i{0} = mpc.iota dim {0} : {1}\n"
                              "%r{0} = mpc.mul %x, %i{0} : {1}\n",
                              dim, tensorType(shape, element));
        for (const char *prefix : {"%i", "%r"})
          c.outputs.push_back({prefix + std::to_string(dim), shape, element});
      }
      cases.push_back(c);
    }
  check(sample(cases, 2));
}

TEST(Movement, draws_the_same_random_elements) {
  const Shape shapes[] = {{},    {1},      {3},       {31},      {33},    {997},
                          {0},   {3, 31},  {31, 33},  {2, 3, 4}, {64, 64}, {5, 1, 3}};
  struct Row {
    const char *distribution, *element;
  };
  const Row rows[] = {{"bits", "i32"},    {"bits", "i64"},     {"uniform", "f32"},
                      {"uniform", "f16"}, {"uniform", "bf16"}, {"normal", "f32"},
                      {"normal", "f16"},  {"normal", "bf16"}};
  std::vector<Case> cases;
  for (const Row &row : rows)
    for (const Shape &shape : shapes) {
      Case c{fmt::format("random_{}_{}_{}", row.distribution, row.element,
                         shapeName(shape)),
             {{"seed", {}, "i64", Values::corners},
              {"at", {}, "i64", Values::corners},
              {"zero", {}, "i64"}},
             "",
             {{"%r", shape, row.element}}};
      c.body = fmt::format("%r = mpc.random {}, %seed, %at, %zero stream 7 : {}\n",
                           row.distribution, tensorType(shape, row.element));
      cases.push_back(c);
    }
  check(sample(cases, 3));
}

/// Every bit pattern of a table must survive the way through C++.
TEST(Movement, reads_tables_and_constants) {
  const char *values = "0x7F800000, 0xFF800000, 0x7FC00001, 0x00000001, "
                       "0x80000000, 0x3F800001, 0x7F7FFFFF";
  const char *halves = "0x7C00, 0xFC00, 0x7E01, 0x0001, 0x8000, 0x3C01, 0x7BFF";
  const char *brains = "0x7F80, 0xFF80, 0x7FC1, 0x0001, 0x8000, 0x3F81, 0x7F7F";
  struct Row {
    const char *element, *values;
  };
  const Row rows[] = {
      {"f32", values},
      {"f16", halves},
      {"bf16", brains},
      {"i32", "0, -1, 2147483647, -2147483648, 5, 6, 7"},
      {"i64", "0, -1, 9223372036854775807, -9223372036854775808, 5, 6, 7"},
      {"ui8", "0, 1, 127, 128, 255, 6, 7"},
      {"i1", "true, false, false, true, true, false, true"}};
  std::vector<Case> cases;
  for (const Row &row : rows)
    for (const Shape &shape : {Shape{7}, Shape{7, 33}, Shape{33, 7}, Shape{3, 7, 8},
                               Shape{64, 1, 7}})
      for (bool isWide : {false, true}) {
        std::string element = row.element;
        int64_t dim = std::find(shape.begin(), shape.end(), 7) - shape.begin();
        bool isPredicate = element == "i1", isNumber = isFloat(element);
        Case c{fmt::format("table_{}_{}_{}", element, shapeName(shape), isWide),
               {{"x", shape, element, Values::corners}},
               "",
               {{"%t", shape, element}, {"%r", shape, element}}};
        c.body = fmt::format("%k = mpc.constant dense<[{}]> : {}\n", row.values,
                             tensorType({7}, element)) +
                 broadcast("%t", "%k", {7}, {dim}, shape, element) +
                 fmt::format("%r = mpc.{} %x, %t : {}\n",
                             isPredicate ? "or" : isNumber ? "max" : "add",
                             tensorType(shape, element));
        if (isWide) // the loop over the table's dimension is a vector's
          c.outputs.erase(c.outputs.begin());
        cases.push_back(c);
      }
  check(sample(cases, 2));
}

/// Roots of several shapes stand in one kernel.
TEST(Movement, stores_results_of_several_shapes) {
  std::vector<Case> cases;
  for (const char *element : kFloats)
    for (auto [rows, columns] : {std::pair{3, 31}, {33, 1}, {1, 997}, {64, 64}}) {
      Shape whole{rows, columns}, one{columns};
      Case c{fmt::format("shapes_{}_{}", element, shapeName(whole)),
             {{"x", whole, element, Values::corners},
              {"y", one, element, Values::corners}},
             "",
             {{"%n", one, element},
              {"%r", whole, element},
              {"%t", {columns, rows}, element}}};
      c.body = fmt::format("%n = mpc.neg %y : {}\n", tensorType(one, element)) +
               broadcast("%b", "%n", one, {1}, whole, element) +
               fmt::format("%r = mpc.mul %x, %b : {0}\n"
                           "%t = mpc.transpose %r perm [1, 0] : {0} -> {1}\n",
                           tensorType(whole, element),
                           tensorType({columns, rows}, element));
      cases.push_back(c);
    }
  check(cases);
}

} // namespace kernels
