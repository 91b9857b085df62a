//===- AlgorithmTest.cpp - sorts, running sums, rows that are added -------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sums have one order of additions, so that both devices agree in every bit.
//
//===----------------------------------------------------------------------===//

#include "Case.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace kernels {

namespace {

const char *const kElements[] = {"f32", "bf16", "f16", "i32", "i64", "ui8", "i1"};

struct Row {
  Shape shape;
  int64_t dim;
};

/// Around the lengths at which a row is sorted in another way, or ends a piece of
/// a sum; along the last, the first and a middle dimension.
const Row kRows[] = {{{0}, 0},          {{1}, 0},          {{2}, 0},
                     {{31}, 0},         {{32}, 0},         {{33}, 0},
                     {{64}, 0},         {{65}, 0},         {{256}, 0},
                     {{1023}, 0},       {{1024}, 0},       {{1025}, 0},
                     {{2048}, 0},       {{2049}, 0},       {{4096}, 0},
                     {{4097}, 0},       {{5000}, 0},       {{9000}, 0},
                     {{3, 0}, 1},       {{0, 3}, 1},       {{300, 10}, 1},
                     {{10, 300}, 0},    {{5, 70}, 1},      {{70, 5}, 0},
                     {{3, 2500}, 1},    {{2500, 3}, 0},    {{2, 3, 4}, 1},
                     {{2, 100, 33}, 1}, {{2, 2100, 2}, 1}, {{70, 4100}, 0}};

std::string rowName(const Row &row) {
  return fmt::format("{}_along_{}", shapeName(row.shape), row.dim);
}

Case makeSort(const Row &row, const std::string &element,
              const std::string &direction, Values values) {
  return {fmt::format("sort{}_{}_{}", direction, element, rowName(row)),
          {{"x", row.shape, element, values}},
          fmt::format("%v, %p = mpc.sort %x dim {}{} : {}\n", row.dim,
                      direction, tensorType(row.shape, element)),
          {{"%v", row.shape, element}, {"%p", row.shape, "i32"}}};
}

Case makeSum(const Row &row, const std::string &element, const std::string &way,
             Values values) {
  return {fmt::format("cumsum{}_{}_{}", way, element, rowName(row)),
          {{"x", row.shape, element, values}},
          fmt::format("%r = mpc.cumsum %x dim {}{} : {}\n", row.dim, way,
                      tensorType(row.shape, element)),
          {{"%r", row.shape, element}}};
}

} // namespace

TEST(Algorithm, sorts_rows_of_every_length) {
  std::vector<Case> cases;
  for (const Row &row : kRows)
    for (const char *element : kElements)
      for (const char *direction : {"", " descending"})
        cases.push_back(makeSort(row, element, direction, Values::corners));
  check(sample(cases, 10));
}

TEST(Algorithm, sorts_a_row_over_many_blocks) {
  check({makeSort({{70000}, 0}, "f32", "", Values::moderate),
         makeSort({{2, 20000}, 1}, "i32", " descending", Values::moderate)});
}

/// Only one of both results is stored.
TEST(Algorithm, sorts_for_one_result) {
  std::vector<Case> cases;
  for (int64_t size : {50, 1000, 5000})
    for (int which : {0, 1}) {
      Case c = makeSort({{size}, 0}, "f16", "", Values::corners);
      c.name += which ? "_places" : "_values";
      c.outputs = {c.outputs[which]};
      cases.push_back(c);
    }
  check(cases);
}

TEST(Algorithm, takes_the_greatest) {
  std::vector<Case> cases;
  for (const char *element : kElements)
    for (auto [rows, size, k] :
         {std::tuple{1, 1, 1}, {3, 10, 4}, {300, 10, 1}, {4, 64, 64},
          {5, 1000, 7}, {2, 3000, 2500}, {3, 2, 0}, {0, 5, 2}}) {
      Shape shape{rows, size}, result{rows, k};
      cases.push_back(
          {fmt::format("top_{}_{}_{}", k, element, shapeName(shape)),
           {{"x", shape, element, Values::corners}},
           fmt::format("%v, %i = mpc.top_k %x k {} : {}\n", k,
                       tensorType(shape, element)),
           {{"%v", result, element}, {"%i", result, "i32"}}});
    }
  check(sample(cases, 2));
}

TEST(Algorithm, sums_rows_of_every_length) {
  std::vector<Case> cases;
  for (const Row &row : kRows)
    for (const char *element : kElements)
      for (const char *way :
           {"", " exclusive", " reverse", " exclusive reverse"})
        if (std::string(element) != "i1")
          for (Values values : {Values::moderate, Values::corners}) {
            cases.push_back(makeSum(row, element, way, values));
            cases.back().name += values == Values::corners ? "_corners" : "";
          }
  check(sample(cases, 16));
}

TEST(Algorithm, sums_a_row_over_many_blocks) {
  check({makeSum({{70000}, 0}, "f32", "", Values::moderate),
         makeSum({{70000}, 0}, "f16", " exclusive reverse", Values::moderate)});
}

TEST(Algorithm, adds_rows_that_indices_name) {
  struct Scatter {
    Shape operand;
    int64_t updates;
  };
  const Scatter scatters[] = {
      {{1}, 1},       {{5}, 100},    {{7, 3}, 20},      {{100, 33}, 50},
      {{20000}, 300}, {{3, 300}, 9}, {{2000, 16}, 100}, {{5, 2, 4}, 3000},
      {{0, 4}, 3},    {{4, 0}, 3},   {{300, 4}, 1}};
  std::vector<Case> cases;
  for (const auto &[operand, count] : scatters)
    for (const char *element : {"f32", "bf16", "f16", "i32", "i64", "ui8"})
      for (const char *index : {"i32", "i64"})
        for (int64_t limit : {int64_t(0), std::max<int64_t>(operand[0], 1), int64_t(-1)}) {
          Shape updates = operand;
          updates[0] = count;
          // All one row; rows, and some that there are not; any number.
          Argument indices{"i", {count}, index, Values::classes, limit};
          if (limit < 0)
            indices.values = Values::corners;
          cases.push_back(
              {fmt::format("scatter_{}_{}_{}_of_{}_limit_{}", element, index,
                           shapeName(operand), count, limit),
               {{"x", operand, element, Values::corners},
                indices,
                {"u", updates, element}},
               fmt::format("%r = mpc.scatter_add %x, %i, %u : {}, {}, {}\n",
                           tensorType(operand, element),
                           tensorType({count}, index),
                           tensorType(updates, element)),
               {{"%r", operand, element}}});
        }
  check(sample(cases, 8));
}

/// As the adjoint of a lookup does: to zeros, which nobody stores.
TEST(Algorithm, adds_rows_to_zero) {
  std::vector<Case> cases;
  for (const char *element : {"f32", "f16"})
    for (auto [rows, columns, count] :
         {std::tuple{1000, 16, 40}, {7, 1, 300}, {50, 100, 1}}) {
      Shape shape{rows, columns}, updates{count, columns};
      cases.push_back(
          {fmt::format("scatter_to_zero_{}_{}", element, shapeName(shape)),
           {{"i", {count}, "i32", Values::classes, rows},
            {"u", updates, element}},
           fmt::format("%z = mpc.constant dense<0.0> : {0}\n"
                       "%r = mpc.scatter_add %z, %i, %u : {0}, {1}, {2}\n",
                       tensorType(shape, element), tensorType({count}, "i32"),
                       tensorType(updates, element)),
           {{"%r", shape, element}}});
    }
  check(cases);
}

/// Kernels before and after them.
TEST(Algorithm, reads_and_feeds_other_kernels) {
  std::string type = tensorType({40, 30}, "f32");
  Case c{"algorithms_in_a_chain",
         {{"x", {40, 30}, "f32"}},
         fmt::format("%a = mpc.tanh %x : {0}\n"
                     "%b, %p = mpc.sort %a dim 1 : {0}\n"
                     "%c = mpc.neg %b : {0}\n"
                     "%d = mpc.cumsum %c dim 0 : {0}\n"
                     "%r = mpc.mul %d, %a : {0}\n",
                     type),
         {{"%r", {40, 30}, "f32"}, {"%p", {40, 30}, "i32"}}};
  check({c});
}

} // namespace kernels
