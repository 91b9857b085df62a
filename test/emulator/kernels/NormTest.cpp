//===- NormTest.cpp - normalization, dropout, soft labels -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Case.h"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kernels {

namespace {

const char *const kFloats[] = {"f32", "bf16", "f16"};

struct Row {
  Shape shape, dims;
};

const Row kRows[] = {{{33}, {0}},         {{1, 1}, {1}},    {{3, 31}, {1}},
                     {{31, 33}, {1}},     {{997, 3}, {1}},  {{64, 512}, {1}},
                     {{2, 20000}, {1}},   {{5, 4096}, {1}}, {{31, 33}, {0}},
                     {{3, 31, 33}, {1, 2}}, {{3, 31, 33}, {1}}, {{2, 3, 8}, {2}},
                     {{0, 3}, {1}},       {{3, 0}, {1}}};

/// x, then vectors of f32 named by `names`.
std::vector<Argument> makeArguments(const Shape &shape, const Shape &sizes,
                                    const std::string &element,
                                    const std::vector<std::string> &names,
                                    Values values = Values::moderate) {
  std::vector<Argument> arguments{{"x", shape, element, values}};
  for (const std::string &name : names)
    arguments.push_back({name, sizes, "f32"});
  return arguments;
}

/// "(tensor<...>, ...) -> tensor<...>" of x and its vectors.
std::string signature(const Shape &shape, const Shape &sizes, size_t vectors,
                      const std::string &element) {
  std::vector<std::string> types{tensorType(shape, element)};
  types.insert(types.end(), vectors, tensorType(sizes, "f32"));
  return fmt::format("({}) -> {}", fmt::join(types, ", "),
                     tensorType(shape, element));
}

double count(const Shape &shape, const Shape &dims) {
  double terms = 1;
  for (int64_t dim : dims)
    terms *= double(shape[dim]);
  return terms;
}

Case makeRowNorm(const std::string &op, const Row &row,
                 const std::string &element, Values values) {
  Shape sizes;
  for (int64_t dim : row.dims)
    sizes.push_back(row.shape[dim]);
  bool hasOffset = op == "layer_norm";
  std::vector<std::string> names{"s"};
  if (hasOffset)
    names.push_back("o");
  return {fmt::format("{}_{}_{}_{}{}", op, element, shapeName(row.shape),
                      fmt::join(row.dims, "_"),
                      values == Values::corners ? "_corners" : ""),
          makeArguments(row.shape, sizes, element, names, values),
          fmt::format("%r = mpc.{} %x scale %s{} dims {} : {}\n", op,
                      hasOffset ? " offset %o" : "", list(row.dims),
                      signature(row.shape, sizes, names.size(), element)),
          {{"%r", row.shape, element}},
          Gate::error,
          4 * count(row.shape, row.dims) + 16};
}

const Shape kBatches[] = {{1, 1},    {3, 31},      {64, 32},     {997, 3},
                          {5000, 8}, {4, 7, 7, 16}, {2, 3, 3, 33}, {0, 3},
                          {3, 0},    {8, 1}};

/// batch_norm, its inference, or group_norm by two groups or one.
Case makeChannelNorm(const std::string &op, const Shape &shape,
                     const std::string &element,
                     Values values = Values::moderate) {
  Shape channels{shape.back()};
  std::string whole = tensorType(shape, element),
              vector = tensorType(channels, "f32");
  Case c{fmt::format("{}_{}_{}", op, element, shapeName(shape)),
         makeArguments(shape, channels, element, {"s", "o", "m", "u"}, values),
         // A variance is not negative.
         fmt::format("%v = mpc.mul %u, %u : {}\n", vector),
         {{"%r", shape, element}},
         Gate::error,
         4.0 * double(countElements(shape)) + 16};
  if (op == "batch_norm") {
    c.body += fmt::format("%r, %n, %w = mpc.batch_norm %x, %s, %o, %m, %v : "
                          "({0}, {1}, {1}, {1}, {1}) -> ({0}, {1}, {1})\n",
                          whole, vector);
    c.outputs.push_back({"%n", channels, "f32"});
    c.outputs.push_back({"%w", channels, "f32"});
  } else if (op == "batch_norm_inference") {
    c.body += fmt::format("%r = mpc.{} %x, %s, %o, %m, %v : {}\n", op,
                          signature(shape, channels, 4, element));
  } else {
    c.body += fmt::format("%r = mpc.group_norm %x scale %s offset %o groups {} "
                          ": {}\n",
                          shape.back() % 2 ? 1 : 2,
                          signature(shape, channels, 2, element));
  }
  return c;
}

} // namespace

TEST(Norm, normalizes_rows) {
  std::vector<Case> cases;
  for (const char *op : {"layer_norm", "rms_norm"})
    for (const char *element : kFloats)
      for (const Row &row : kRows)
        cases.push_back(makeRowNorm(op, row, element, Values::moderate));
  check(sample(cases, 3));
  mpc::CompileOptions options;
  options.fusion = false;
  check(sample(cases, 12), options);
}

/// Infinities, nans, huge and tiny numbers, rows of one element.
TEST(Norm, agrees_on_rows_of_corners) {
  std::vector<Case> cases;
  for (const char *op : {"layer_norm", "rms_norm"})
    for (const char *element : kFloats)
      for (int64_t columns : {1, 3, 10})
        cases.push_back(makeRowNorm(op, {{200, columns}, {1}}, element,
                                    Values::corners));
  check(cases);
}

TEST(Norm, normalizes_channels) {
  std::vector<Case> cases;
  for (const char *op : {"batch_norm", "batch_norm_inference", "group_norm"})
    for (const char *element : kFloats)
      for (const Shape &shape : kBatches)
        cases.push_back(makeChannelNorm(op, shape, element));
  check(sample(cases, 3));
  mpc::CompileOptions options;
  options.fusion = false;
  check(sample(cases, 12), options);
}

TEST(Norm, sums_powers) {
  std::vector<Case> cases;
  for (int order : {1, 2})
    for (const char *element : kFloats)
      for (const Shape &shape : kBatches) {
        if (shape.size() != 2)
          continue;
        std::string whole = tensorType(shape, element),
                    vector = tensorType({shape[1]}, "f32");
        cases.push_back(
            {fmt::format("shifted_sum_{}_{}_{}", order, element,
                         shapeName(shape)),
             {{"x", shape, element}, {"w", shape, element},
              {"s", {shape[1]}, "f32"}},
             fmt::format("%p = mpc.shifted_sum {0}, %x, %s dims [0] : ({1}, "
                         "{2}) -> {2}\n"
                         "%q = mpc.shifted_sum {0}, %x, %s weights %w dims [0] "
                         ": ({1}, {2}, {1}) -> {2}\n",
                         order, whole, vector),
             {{"%p", {shape[1]}, "f32"}, {"%q", {shape[1]}, "f32"}},
             Gate::error,
             8.0 * double(shape[0]) + 8});
      }
  check(sample(cases, 2));
}

/// Whatever is dropped is zero, also what is no number.
TEST(Norm, drops_the_same_elements) {
  std::vector<Case> cases;
  for (const char *element : kFloats)
    for (const char *rate : {"0.0", "0.1", "0.5", "1.0"})
      for (const Shape &shape :
           {Shape{}, Shape{1}, Shape{31, 33}, Shape{4, 997}, Shape{0, 3}})
        cases.push_back({fmt::format("dropout_{}_{}_{}", rate, element,
                                     shapeName(shape)),
                         {{"x", shape, element, Values::corners}},
                         fmt::format("%r = mpc.dropout %x rate {} : {}\n", rate,
                                     tensorType(shape, element)),
                         {{"%r", shape, element}}});
  check(sample(cases, 2));
}

TEST(Norm, computes_cross_entropy_of_probabilities_and_of_what_counts) {
  const Shape shapes[] = {{3}, {1, 1}, {31, 33}, {64, 10}, {2, 997}, {0, 3}};
  std::vector<Case> cases;
  for (const char *element : kFloats)
    for (const Shape &shape : shapes) {
      Shape rows(shape.begin(), shape.end() - 1);
      std::string whole = tensorType(shape, element),
                  result = tensorType(rows, element);
      double terms = 4.0 * double(shape.back()) + 8;
      cases.push_back(
          {fmt::format("soft_{}_{}", element, shapeName(shape)),
           {{"x", shape, element}, {"p", shape, element}},
           fmt::format("%r = mpc.cross_entropy %x, %p : ({0}, {0}) -> {1}\n",
                       whole, result),
           {{"%r", rows, element}},
           Gate::error,
           terms});
      for (const char *label : {"i32", "i64", "ui8"})
        cases.push_back(
            {fmt::format("ignore_{}_{}_{}", label, element, shapeName(shape)),
             {{"x", shape, element},
              {"k", rows, label, Values::classes, shape.back()}},
             fmt::format("%r = mpc.cross_entropy %x, %k ignore 1 : ({}, {}) -> "
                         "{}\n",
                         whole, tensorType(rows, label), result),
             {{"%r", rows, element}},
             Gate::error,
             terms});
    }
  check(sample(cases, 2));
}

} // namespace kernels
