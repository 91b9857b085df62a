//===- CompositeTest.cpp - ops of several stages --------------------------===//
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
  Shape shape;
  int64_t dim;
};

const Row kRows[] = {{{1}, 0},        {{3}, 0},         {{33}, 0},
                     {{1, 1}, 1},     {{3, 31}, 1},     {{31, 33}, 1},
                     {{997, 3}, 1},   {{64, 10}, 1},    {{2, 997}, 1},
                     {{2, 20000}, 1}, {{5, 4096}, 1},   {{3, 31}, 0},
                     {{33, 4}, 0},    {{997, 8}, 0},    {{2, 3, 4}, 1},
                     {{3, 31, 33}, 1}, {{3, 31, 33}, 2}, {{3, 31, 33}, 0},
                     {{0, 3}, 1},     {{2, 3, 4, 5}, 2}};

std::string rowName(const Row &row) {
  return fmt::format("{}_along_{}", shapeName(row.shape), row.dim);
}

/// A mean and variance along `dim`, and what they make of %x.
std::string normalise(const Row &row, const std::string &element) {
  Shape one = without(row.shape, {row.dim}),
        kept = without(Shape{0, 1, 2, 3, 4, 5}, {row.dim});
  kept.resize(one.size());
  std::string whole = tensorType(row.shape, element),
              type = tensorType(one, element);
  return reduce("%mean", "mean", "%x", row.shape, {row.dim}, element) +
         broadcast("%wide", "%mean", one, kept, row.shape, element) +
         fmt::format("%d = mpc.sub %x, %wide : {0}\n"
                     "%q = mpc.mul %d, %d : {0}\n",
                     whole) +
         reduce("%variance", "mean", "%q", row.shape, {row.dim}, element) +
         fmt::format("%e = mpc.constant dense<1.0e-2> : {0}\n"
                     "%s = mpc.add %variance, %e : {0}\n"
                     "%i = mpc.rsqrt %s : {0}\n",
                     type) +
         broadcast("%w", "%i", one, kept, row.shape, element) +
         fmt::format("%r = mpc.mul %d, %w : {}\n", whole);
}

} // namespace

TEST(Composite, normalises_along_every_dimension) {
  std::vector<Case> cases;
  for (const char *element : kFloats)
    for (const Row &row : kRows) {
      Shape one = without(row.shape, {row.dim});
      cases.push_back({fmt::format("normalise_{}_{}", element, rowName(row)),
                       {{"x", row.shape, element}},
                       normalise(row, element),
                       {{"%r", row.shape, element}, {"%mean", one, element},
                        {"%i", one, element}},
                       Gate::error,
                       double(4 * row.shape[row.dim])});
    }
  check(sample(cases, 3));
  mpc::CompileOptions options;
  options.fusion = false;
  check(sample(cases, 12), options);
}

TEST(Composite, computes_softmax_along_every_dimension) {
  std::vector<Case> cases;
  for (const char *op : {"softmax", "log_softmax"})
    for (const char *element : kFloats)
      for (const Row &row : kRows)
        cases.push_back(
            {fmt::format("{}_{}_{}", op, element, rowName(row)),
             {{"x", row.shape, element}},
             fmt::format("%r = mpc.{} %x dim {} : {}\n", op, row.dim,
                         tensorType(row.shape, element)),
             {{"%r", row.shape, element}},
             Gate::error,
             double(row.shape[row.dim] + 8)});
  check(sample(cases, 3));
}

/// Rows of one infinity, of nothing but -inf, of nans, of huge numbers.
TEST(Composite, agrees_on_softmax_of_corners) {
  std::vector<Case> cases;
  for (const char *op : {"softmax", "log_softmax"})
    for (const char *element : kFloats)
      for (int64_t columns : {1, 3, 10})
        cases.push_back(
            {fmt::format("{}_corners_{}_{}", op, element, columns),
             {{"x", {200, columns}, element, Values::corners}},
             fmt::format("%r = mpc.{} %x dim 1 : {}\n", op,
                         tensorType({200, columns}, element)),
             {{"%r", {200, columns}, element}},
             Gate::error,
             double(columns + 8)});
  check(cases);
}

TEST(Composite, computes_cross_entropy_of_any_label) {
  const Shape shapes[] = {{3},      {1, 1},   {3, 31},     {31, 33},  {997, 3},
                          {64, 10}, {2, 997}, {2, 20000},  {2, 3, 4}, {0, 3},
                          {5, 4096}, {1, 33}, {300, 17}};
  std::vector<Case> cases;
  for (const char *smoothing : {"", "smoothing 1.000000e-01 "})
    for (const char *label : {"i32", "i64", "ui8"})
      for (const char *element : kFloats)
        for (const Shape &shape : shapes) {
          Shape result(shape.begin(), shape.end() - 1);
          cases.push_back(
              {fmt::format("cross_entropy{}_{}_{}_{}", *smoothing ? "_smooth" : "",
                           label, element, shapeName(shape)),
               {{"x", shape, element},
                {"k", result, label, Values::classes, shape.back()}},
               fmt::format("%r = mpc.cross_entropy %x, %k {}: ({}, {}) -> {}\n",
                           smoothing, tensorType(shape, element),
                           tensorType(result, label),
                           tensorType(result, element)),
               {{"%r", result, element}},
               Gate::error,
               double(shape.back() + 8)});
        }
  check(sample(cases, 8));
}

} // namespace kernels
