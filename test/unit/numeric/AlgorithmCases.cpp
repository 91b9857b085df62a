//===- AlgorithmCases.cpp - ops that are algorithms over shapes -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cases.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace {

struct Row {
  Shape shape;
  int64_t dim;
};

const Row kRows[] = {{{5}, 0},       {{1}, 0},       {{0}, 0},
                     {{3, 5}, 1},    {{3, 5}, 0},    {{2, 3, 4}, 1},
                     {{4, 0, 3}, 1}, {{4, 0, 3}, 2}, {{64, 3}, 0},
                     {{1, 33}, 1},   {{300}, 0},     {{2, 70}, 1}};

std::string rowName(const Row &row) {
  return fmt::format("{}_along_{}", fmt::join(row.shape, "x"), row.dim);
}

void addSorts(std::vector<Case> &cases) {
  for (const char *direction : {"", " descending"})
    for (const Row &row : kRows)
      cases.push_back(
          {fmt::format("sort{}_{}", *direction ? "_descending" : "",
                       rowName(row)),
           fmt::format("%r, %i = mpc.sort %p0 dim {}{} : {}", row.dim,
                       direction, tensorType(row.shape)),
           {row.shape},
           row.shape,
           Domain::distinct});
  struct Top {
    Shape shape;
    int64_t k;
  };
  const Top tops[] = {{{5}, 2},  {{5}, 5},       {{5}, 0},     {{1}, 1},
                      {{0}, 0},  {{3, 5}, 1},    {{3, 5}, 4},  {{2, 3, 4}, 2},
                      {{0, 3}, 2}, {{40, 70}, 10}, {{300}, 7}, {{2, 33}, 33},
                      {{2, 5}, 3}};
  for (const auto &[shape, k] : tops) {
    Shape result = shape;
    result.back() = k;
    cases.push_back(
        {fmt::format("top_{}_of_{}", k, fmt::join(shape, "x")),
         fmt::format("%r, %i = mpc.top_k %p0 k {} : {}", k, tensorType(shape)),
         {shape},
         result,
         Domain::distinct});
  }
}

void addSums(std::vector<Case> &cases) {
  for (const char *way : {"", " exclusive", " reverse", " exclusive reverse"})
    for (const Row &row : kRows)
      cases.push_back({fmt::format("cumsum{}_{}", way, rowName(row)),
                       fmt::format("%r = mpc.cumsum %p0 dim {}{} : {}",
                                   row.dim, way, tensorType(row.shape)),
                       {row.shape},
                       row.shape});
}

/// Indices count up from 0 and start again after `classes`, some of them beyond
/// the last row.
void addScatters(std::vector<Case> &cases) {
  struct Scatter {
    Shape operand;
    int64_t updates, classes;
  };
  const Scatter scatters[] = {
      {{5}, 3, 5},      {{5}, 12, 5},     {{5}, 12, 7},    {{5}, 6, 1},
      {{1}, 1, 1},      {{0}, 3, 2},      {{5}, 0, 5},     {{3, 4}, 7, 3},
      {{3, 4}, 7, 5},   {{3, 0}, 4, 3},   {{2, 3, 4}, 5, 2}, {{40, 3}, 9, 40},
      {{7, 33}, 20, 4}, {{70, 1}, 100, 80}};
  for (const Scatter &row : scatters) {
    Shape updates = row.operand;
    updates[0] = row.updates;
    cases.push_back(
        {fmt::format("scatter_add_{}_to_{}_of_{}", row.updates,
                     fmt::join(row.operand, "x"), row.classes),
         fmt::format("%r = mpc.scatter_add %p0, %k, %p1 : {}, {}, {}",
                     tensorType(row.operand), tensorType({row.updates}, "i32"),
                     tensorType(updates)),
         {row.operand, updates},
         row.operand,
         Domain::any,
         {row.updates},
         row.classes});
  }
}

} // namespace

void addAlgorithmCases(std::vector<Case> &cases) {
  addSorts(cases);
  addSums(cases);
  addScatters(cases);
}
