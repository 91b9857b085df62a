//===- ReductionTest.cpp - elements combined along dimensions -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Case.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace kernels {

namespace {

const char *const kFloats[] = {"f32", "bf16", "f16"};

struct Row {
  Shape shape, dims;
};

/// Rows, columns, the middle, several, all; of few and of many elements.
const Row kRows[] = {
    {{1}, {0}},           {{3}, {0}},          {{31}, {0}},
    {{997}, {0}},         {{20000}, {0}},      {{1, 1}, {1}},
    {{3, 31}, {1}},       {{31, 33}, {1}},     {{997, 3}, {1}},
    {{4, 997}, {1}},      {{3, 20000}, {1}},   {{300, 64}, {1}},
    {{5, 4096}, {1}},     {{64, 8}, {1}},      {{3, 31}, {0}},
    {{31, 33}, {0}},      {{997, 3}, {0}},     {{3, 997}, {0}},
    {{5000, 1}, {0}},     {{3000, 40}, {0}},   {{64, 128}, {0}},
    {{64, 128}, {0, 1}},  {{31, 33}, {0, 1}},  {{2, 3, 4}, {1}},
    {{3, 31, 33}, {1}},   {{3, 31, 33}, {0}},  {{3, 31, 33}, {2}},
    {{3, 31, 33}, {0, 2}}, {{3, 31, 33}, {0, 1}}, {{3, 31, 33}, {1, 2}},
    {{8, 16, 32}, {0, 1}}, {{8, 16, 32}, {1}}, {{2, 3, 4, 5}, {1, 3}},
    {{2, 3, 4, 5}, {0, 2}}, {{2, 3, 4, 5}, {0, 3}}, {{3, 1, 31, 1}, {1, 3}},
    {{2, 3, 4, 5, 6}, {1, 2, 4}}, {{4, 0}, {0}}, {{33, 1, 8}, {0}}};

/// Nothing to combine, or nobody to combine it for.
const Row kEmptyRows[] = {{{0}, {0}},       {{3, 0}, {1}},    {{0, 3}, {0}},
                          {{0, 3}, {1}},    {{3, 0}, {0}},    {{2, 0, 3}, {1}},
                          {{2, 0, 3}, {0, 2}}, {{0, 0}, {0, 1}}};

std::string rowName(const Row &row) {
  std::string name = shapeName(row.shape) + "_over";
  for (int64_t dim : row.dims)
    name += "_" + std::to_string(dim);
  return name;
}

double countTerms(const Row &row) {
  double terms = 1;
  for (int64_t dim : row.dims)
    terms *= row.shape[dim];
  return terms;
}

Case makeCase(const std::string &kind, const Row &row,
              const std::string &element) {
  bool adds = kind == "sum" || kind == "mean" || kind == "prod";
  bool isExact = !adds || !isFloat(element);
  Shape result = without(row.shape, row.dims);
  Case c{fmt::format("reduce_{}_{}_{}", kind, element, rowName(row)),
         {{"x", row.shape, element,
           isExact ? Values::corners : Values::moderate}},
         reduce("%r", kind, "%x", row.shape, row.dims, element),
         {{"%r", result, kind == "argmax" ? "i32" : element}},
         isExact ? Gate::bits : Gate::error,
         countTerms(row)};
  if (isExact || kind == "prod")
    return c;
  c.magnitudes = fmt::format("%a = mpc.abs %x : {}\n",
                             tensorType(row.shape, element)) +
                 reduce("%magnitude0", kind, "%a", row.shape, row.dims, element);
  return c;
}

std::vector<Case> makeCases(std::span<const Row> rows) {
  std::vector<Case> cases;
  for (const Row &row : rows) {
    for (const char *element : kFloats)
      for (const char *kind : {"sum", "mean", "max", "min"})
        cases.push_back(makeCase(kind, row, element));
    // Products of more numbers up to 2 are all zero.
    for (const char *element : kFloats)
      if (countTerms(row) <= 40)
        cases.push_back(makeCase("prod", row, element));
    for (const char *element : {"i32", "i64", "ui8"})
      for (const char *kind : {"sum", "max", "min", "prod"})
        cases.push_back(makeCase(kind, row, element));
    for (const char *kind : {"any", "all"})
      cases.push_back(makeCase(kind, row, "i1"));
    if (row.dims.size() == 1 && row.shape[row.dims[0]])
      for (const char *element : {"f32", "bf16", "f16", "i32"})
        cases.push_back(makeCase("argmax", row, element));
  }
  return cases;
}

} // namespace

TEST(Reduction, reduces_over_every_choice_of_dimensions) {
  check(sample(makeCases(kRows), 4));
}

TEST(Reduction, reduces_nothing) { check(sample(makeCases(kEmptyRows), 4)); }

TEST(Reduction, reduces_alone) {
  mpc::CompileOptions options;
  options.fusion = false;
  check(sample(makeCases(kRows), 16), options);
}

/// sum of squares of a difference, stored on the way, of what is transposed.
TEST(Reduction, computes_what_it_reduces) {
  std::vector<Case> cases;
  for (const char *element : kFloats)
    for (const Row &row : kRows) {
      std::string type = tensorType(row.shape, element);
      Shape result = without(row.shape, row.dims);
      Case c{fmt::format("squares_{}_{}", element, rowName(row)),
             {{"x", row.shape, element}, {"y", row.shape, element}},
             fmt::format("%d = mpc.sub %x, %y : {0}\n"
                         "%q = mpc.mul %d, %d : {0}\n",
                         type) +
                 reduce("%r", "sum", "%q", row.shape, row.dims, element) +
                 reduce("%m", "max", "%d", row.shape, row.dims, element),
             {{"%d", row.shape, element},
              {"%r", result, element},
              {"%m", result, element}},
             Gate::error,
             // A square of f16 is rounded before it is added.
             4 * countTerms(row)};
      cases.push_back(c);
    }
  check(sample(cases, 4));
}

/// So many sums of columns that shared memory does not hold those of all threads
/// at once; with and without rows that they trail.
TEST(Reduction, sums_many_multiples_of_columns) {
  std::vector<Case> cases;
  for (bool hasRows : {false, true})
    for (int sums : {7, 12, 40}) {
      Shape shape{70, 256};
      std::string type = tensorType(shape, "f32");
      Case c{fmt::format("{}_sums_{}", sums, hasRows ? "of_rows" : "alone"),
             {{"x", shape, "f32"}},
             hasRows ? fmt::format("%s = mpc.softmax %x dim 1 : {}\n", type)
                     : fmt::format("%s = mpc.neg %x : {}\n", type),
             {{"%s", shape, "f32"}},
             Gate::error,
             double(70 * sums)};
      for (int i = 0; i < sums; ++i) {
        c.body += fmt::format("%k{0} = mpc.constant dense<{0}.0> : {1}\n"
                              "%m{0} = mpc.mul %s, %k{0} : {1}\n",
                              i, type) +
                  reduce(fmt::format("%c{}", i), "sum", fmt::format("%m{}", i),
                         shape, {0}, "f32");
        c.outputs.push_back({fmt::format("%c{}", i), {256}, "f32"});
      }
      cases.push_back(c);
    }
  check(cases);
}

/// Reductions over leading and last dimensions of one tensor: totals trail.
TEST(Reduction, reduces_along_both_dimensions) {
  std::vector<Case> cases;
  for (const char *element : kFloats)
    for (auto [rows, columns] : {std::pair{3, 31}, {33, 33}, {997, 3}, {64, 128},
                                 {1, 5}, {300, 64}, {2000, 16}, {7, 5000},
                                 {40, 9000}, {1, 1}, {1500, 256}}) {
      Shape shape{rows, columns};
      std::string type = tensorType(shape, element);
      Case c{fmt::format("both_{}_{}", element, shapeName(shape)),
             {{"x", shape, element}},
             fmt::format("%e = mpc.softmax %x dim 1 : {}\n", type) +
                 reduce("%columns", "sum", "%e", shape, {0}, element) +
                 reduce("%whole", "sum", "%e", shape, {0, 1}, element) +
                 reduce("%rows", "max", "%e", shape, {1}, element) +
                 reduce("%all", "sum", "%rows", {rows}, {0}, element),
             {{"%e", shape, element},
              {"%columns", {columns}, element},
              {"%whole", {}, element},
              {"%rows", {rows}, element},
              {"%all", {}, element}},
             Gate::error,
             double(rows + columns)};
      cases.push_back(c);
    }
  check(sample(cases, 2));
}

} // namespace kernels
