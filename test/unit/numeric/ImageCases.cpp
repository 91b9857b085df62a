//===- ImageCases.cpp - ops that read elements at other places ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cases.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace {

std::string list(const Shape &dims) {
  return fmt::format("[{}]", fmt::join(dims, ", "));
}

/// `expression` of operands of types `parameters`, in functional form.
Case makeCase(const std::string &name, size_t number,
              const std::string &expression, std::vector<Shape> parameters,
              const Shape &result, Domain domain = Domain::any) {
  std::vector<std::string> types;
  for (const Shape &shape : parameters)
    types.push_back(tensorType(shape));
  return {fmt::format("{}_{}", name, number),
          fmt::format("%r = {} : ({}) -> {}", expression,
                      fmt::join(types, ", "), tensorType(result)),
          std::move(parameters), result, domain};
}

/// An op with one operand, `attributes` behind it, and both types.
Case makeUnary(const std::string &name, size_t number,
               const std::string &attributes, const Shape &operand,
               const Shape &result, Domain domain = Domain::any) {
  return {fmt::format("{}_{}", name, number),
          fmt::format("%r = mpc.{} %p0 {} : {} -> {}", name, attributes,
                      tensorType(operand), tensorType(result)),
          {operand}, result, domain};
}

void addSlices(std::vector<Case> &cases) {
  struct Row {
    Shape operand, from, by, result;
  };
  const Row rows[] = {{{7}, {2}, {}, {3}},
                      {{7}, {0}, {3}, {3}},
                      {{7}, {6}, {2}, {1}},
                      {{1}, {0}, {}, {1}},
                      {{5, 33}, {1, 16}, {}, {3, 17}},
                      {{5, 33}, {0, 1}, {2, 1}, {3, 32}},
                      {{4, 6, 5}, {1, 0, 2}, {1, 5, 2}, {2, 2, 2}},
                      {{5}, {2}, {}, {0}},
                      {{0, 3}, {0, 1}, {}, {0, 2}},
                      {{64, 10}, {3, 0}, {7, 1}, {9, 10}},
                      {{2, 31, 17}, {0, 1, 0}, {}, {2, 30, 16}},
                      {{1, 1, 4}, {0, 0, 1}, {1, 1, 2}, {1, 1, 2}},
                      {{16}, {8}, {}, {8}}};
  for (const auto &[operand, from, by, result] : rows)
    cases.push_back(makeUnary(
        "slice", cases.size(),
        fmt::format("from {}{}", list(from), by.empty() ? "" : " by " + list(by)),
        operand, result));
}

void addPads(std::vector<Case> &cases) {
  struct Row {
    Shape operand, low, high, between, result;
  };
  const Row rows[] = {{{7}, {2}, {3}, {}, {12}},
                      {{7}, {0}, {0}, {2}, {19}},
                      {{1}, {1}, {1}, {3}, {3}},
                      {{0}, {2}, {2}, {1}, {4}},
                      {{5, 16}, {0, 1}, {1, 0}, {}, {6, 17}},
                      {{5, 33}, {1, 0}, {0, 0}, {0, 1}, {6, 65}},
                      {{4, 0}, {1, 1}, {1, 1}, {}, {6, 2}},
                      {{2, 3, 4}, {1, 2, 3}, {3, 2, 1}, {}, {6, 7, 8}},
                      {{2, 3, 4}, {0, 0, 1}, {0, 0, 0}, {1, 2, 3}, {3, 7, 14}},
                      {{64, 10}, {0, 0}, {0, 0}, {}, {64, 10}},
                      {{1, 1}, {0, 15}, {0, 1}, {}, {1, 17}},
                      {{3, 1, 5}, {0, 2, 0}, {1, 0, 0}, {}, {4, 3, 5}}};
  for (const auto &[operand, low, high, between, result] : rows)
    cases.push_back(makeUnary(
        "pad", cases.size(),
        fmt::format("low {} high {}{} with 1.5", list(low), list(high),
                    between.empty() ? "" : " between " + list(between)),
        operand, result));
}

void addReverses(std::vector<Case> &cases) {
  const std::pair<Shape, Shape> rows[] = {
      {{7}, {0}},       {{1}, {0}},          {{0}, {0}},       {{17}, {0}},
      {{5, 16}, {0}},   {{5, 33}, {1}},      {{5, 33}, {0, 1}}, {{4, 0}, {0}},
      {{2, 3, 4}, {1}}, {{2, 3, 4}, {0, 2}}, {{64, 10}, {}},
      {{3, 1, 2}, {0, 1}}};
  for (const auto &[shape, dims] : rows)
    cases.push_back({fmt::format("reverse_{}", cases.size()),
                     fmt::format("%r = mpc.reverse %p0 dims {} : {}",
                                 list(dims), tensorType(shape)),
                     {shape},
                     shape});
}

void addRepeats(std::vector<Case> &cases) {
  const std::pair<Shape, Shape> rows[] = {{{7}, {3}},
                                          {{1}, {5}},
                                          {{0}, {4}},
                                          {{17}, {1}},
                                          {{5, 16}, {2, 1}},
                                          {{5, 33}, {1, 2}},
                                          {{5, 33}, {3, 2}},
                                          {{4, 0}, {2, 2}},
                                          {{2, 3, 4}, {1, 4, 1}},
                                          {{2, 3, 4}, {2, 1, 3}},
                                          {{1, 7, 7, 8}, {1, 2, 2, 1}},
                                          {{}, {}}};
  for (const auto &[shape, times] : rows) {
    Shape result(shape);
    for (size_t dim = 0; dim < shape.size(); ++dim)
      result[dim] *= times[dim];
    cases.push_back(makeUnary("repeat", cases.size(),
                              fmt::format("times {}", list(times)), shape,
                              result));
  }
}

void addConcats(std::vector<Case> &cases) {
  struct Row {
    std::vector<Shape> operands;
    int64_t dim;
    Shape result;
  };
  const Row rows[] = {{{{3}, {4}}, 0, {7}},
                      {{{1}, {1}, {1}}, 0, {3}},
                      {{{0}, {5}}, 0, {5}},
                      {{{5, 16}, {5, 16}}, 1, {5, 32}},
                      {{{5, 3}, {5, 17}, {5, 1}}, 1, {5, 21}},
                      {{{2, 33}, {3, 33}}, 0, {5, 33}},
                      {{{2, 3, 4}, {2, 5, 4}}, 1, {2, 8, 4}},
                      {{{2, 3, 1}, {2, 3, 0}, {2, 3, 2}}, 2, {2, 3, 3}},
                      {{{4}}, 0, {4}},
                      {{{1, 8}, {1, 8}, {1, 8}, {1, 8}}, 0, {4, 8}},
                      {{{64, 2}, {64, 8}}, 1, {64, 10}}};
  for (const auto &[operands, dim, result] : rows) {
    std::string names;
    for (size_t i = 0; i < operands.size(); ++i)
      names += fmt::format("{}%p{}", i ? ", " : "", i);
    cases.push_back(makeCase("concat", cases.size(),
                             fmt::format("mpc.concat {} dim {}", names, dim),
                             operands, result));
  }
}

/// Constants for `starts`, and the operands that name them.
std::pair<std::string, std::string> defineStarts(const Shape &starts) {
  std::string constants, names;
  for (size_t i = 0; i < starts.size(); ++i) {
    constants += fmt::format("%s{} = mpc.constant dense<{}> : tensor<i32>\n", i,
                             starts[i]);
    names += fmt::format(", %s{}", i);
  }
  return {constants, names};
}

/// The adjoint reads windows of what is padded: beyond the windows' image there is
/// nothing to read, although no padding says so.
void addSlicedConvolutions(std::vector<Case> &cases) {
  const Shape image{3, 1, 5, 1}, filter{2, 1, 3, 2}, whole{3, 2, 5, 1},
      part{2, 2, 1, 1};
  cases.push_back(
      {"conv2d_sliced",
       fmt::format("%w0 = mpc.conv2d %p0, %p1 stride [1, 2] low [1, 1] high [1, 0] "
                   "layout nchw : ({}, {}) -> {}\n"
                   "%r = mpc.slice %w0 from [1, 0, 3, 0] by [1, 1, 2, 1] : {} -> {}",
                   tensorType(image), tensorType(filter), tensorType(whole),
                   tensorType(whole), tensorType(part)),
       {image, filter},
       part});
}

/// Elements are read of what there is one of once all has been summed.
void addReadsOfSums(std::vector<Case> &cases) {
  for (int64_t size : {1, 7, 33, 1000})
    cases.push_back(
        {fmt::format("dynamic_slice_of_a_sum_of_{}", size),
         fmt::format("%s = mpc.reduce sum, %p0 dims [0] : {0} -> tensor<f32>\n"
                     "%b = mpc.broadcast %s dims [] : tensor<f32> -> {0}\n"
                     "%r = mpc.dynamic_slice %b, %k : ({0}, tensor<i32>) -> {0}",
                     tensorType({size})),
         {{size}},
         {size},
         Domain::any,
         {},
         1});
}

void addDynamic(std::vector<Case> &cases) {
  struct Row {
    Shape whole, part, starts;
  };
  // Starts outside are clamped.
  const Row rows[] = {{{7}, {3}, {2}},
                      {{7}, {3}, {-4}},
                      {{7}, {3}, {100}},
                      {{1}, {1}, {0}},
                      {{7}, {0}, {7}},
                      {{0}, {0}, {1}},
                      {{}, {}, {}},
                      {{5, 33}, {2, 16}, {1, 9}},
                      {{5, 33}, {5, 1}, {3, 32}},
                      {{2, 3, 4}, {1, 3, 2}, {1, 1, 1}},
                      {{64, 10}, {8, 10}, {60, 0}},
                      {{3, 1, 5}, {2, 1, 5}, {1, 0, 0}}};
  for (const auto &[whole, part, starts] : rows) {
    auto [constants, names] = defineStarts(starts);
    std::string types;
    for (size_t i = 0; i < starts.size(); ++i)
      types += ", tensor<i32>";
    cases.push_back(
        {fmt::format("dynamic_slice_{}", cases.size()),
         fmt::format("{}%r = mpc.dynamic_slice %p0{} : ({}{}) -> {}", constants,
                     names, tensorType(whole), types, tensorType(part)),
         {whole},
         part});
    cases.push_back(
        {fmt::format("dynamic_update_slice_{}", cases.size()),
         fmt::format("{}%r = mpc.dynamic_update_slice %p0, %p1{} : ({}, {}{}) "
                     "-> {}",
                     constants, names, tensorType(whole), tensorType(part),
                     types, tensorType(whole)),
         {whole, part},
         whole});
  }
}

void addGathers(std::vector<Case> &cases) {
  struct Row {
    Shape operand, indices;
    int64_t dim;
    Shape result;
    int64_t limit; ///< of the indices: what is not below the size is clamped
  };
  const Row rows[] = {{{7, 3}, {5}, 0, {5, 3}, 7},
                      {{7, 3}, {5}, 0, {5, 3}, 12},
                      {{2, 16}, {33}, 0, {33, 16}, 2},
                      {{7, 3}, {2, 4}, 0, {2, 4, 3}, 7},
                      {{7, 3}, {4}, 1, {7, 4}, 3},
                      {{2, 5, 3}, {4}, 1, {2, 4, 3}, 6},
                      {{2, 5, 3}, {2, 2}, 2, {2, 5, 2, 2}, 3},
                      {{9}, {}, 0, {}, 9},
                      {{1, 1}, {1}, 0, {1, 1}, 1},
                      {{5, 3}, {0}, 0, {0, 3}, 5},
                      {{5, 0}, {4}, 0, {4, 0}, 5},
                      {{100, 8}, {64}, 0, {64, 8}, 100},
                      {{4, 1}, {3}, 0, {3, 1}, 5},
                      {{3, 4, 1}, {2}, 1, {3, 2, 1}, 4}};
  for (const auto &[operand, indices, dim, result, limit] : rows)
    cases.push_back({fmt::format("gather_{}", cases.size()),
                     fmt::format("%r = mpc.gather %p0, %k dim {} : ({}, {}) -> {}",
                                 dim, tensorType(operand),
                                 tensorType(indices, "i32"), tensorType(result)),
                     {operand},
                     result,
                     Domain::any,
                     indices,
                     limit});
}

struct Convolution {
  const char *attributes;
  Shape input, filter, result;
};

void addConvolutions(std::vector<Case> &cases) {
  const Convolution images[] = {
      {"", {2, 5, 6, 3}, {3, 3, 3, 4}, {2, 3, 4, 4}},
      {"low [1, 1] high [1, 1]", {2, 5, 6, 3}, {3, 3, 3, 4}, {2, 5, 6, 4}},
      {"stride [2, 2] low [1, 1] high [1, 1]",
       {1, 7, 7, 2}, {3, 3, 2, 5}, {1, 4, 4, 5}},
      {"stride [2, 3] low [0, 2] high [1, 0] dilation [2, 1]",
       {2, 8, 9, 2}, {3, 2, 2, 3}, {2, 3, 4, 3}},
      {"", {2, 4, 4, 8}, {1, 1, 8, 16}, {2, 4, 4, 16}},
      {"stride [2, 2]", {2, 4, 4, 8}, {1, 1, 8, 3}, {2, 2, 2, 3}},
      {"stride [2, 2]", {2, 6, 6, 3}, {2, 2, 3, 4}, {2, 3, 3, 4}},
      {"stride [2, 3]", {1, 7, 8, 2}, {2, 3, 2, 5}, {1, 3, 2, 5}},
      {"stride [2, 2] high [1, 1]", {1, 5, 5, 2}, {2, 2, 2, 3}, {1, 3, 3, 3}},
      {"groups 2", {1, 4, 4, 4}, {3, 3, 2, 6}, {1, 2, 2, 6}},
      {"low [1, 1] high [1, 1] groups 3", {2, 4, 4, 3}, {3, 3, 1, 6}, {2, 4, 4, 6}},
      {"low [1, 1] high [1, 1] groups 8", {2, 5, 4, 8}, {3, 3, 1, 8}, {2, 5, 4, 8}},
      {"stride [2, 2] groups 16", {2, 5, 5, 16}, {2, 2, 1, 16}, {2, 2, 2, 16}},
      {"low [2, 0] high [0, 2]", {1, 1, 1, 1}, {3, 3, 1, 1}, {1, 1, 1, 1}},
      {"", {0, 4, 4, 2}, {3, 3, 2, 4}, {0, 2, 2, 4}},
      {"low [1, 1] high [1, 1]", {2, 6, 6, 8}, {3, 3, 8, 16}, {2, 6, 6, 16}},
      {"stride [2, 2] layout nchw", {2, 3, 5, 5}, {4, 3, 3, 3}, {2, 4, 2, 2}},
      {"low [1, 1] groups 2 layout nchw", {1, 4, 3, 3}, {2, 2, 2, 2}, {1, 2, 3, 3}}};
  for (const Convolution &row : images)
    cases.push_back(makeCase(
        "conv2d", cases.size(),
        fmt::format("mpc.conv2d %p0, %p1 {}", row.attributes),
        {row.input, row.filter}, row.result));
  const Convolution lines[] = {
      {"", {2, 9, 3}, {3, 3, 4}, {2, 7, 4}},
      {"low [2] high [2]", {2, 9, 3}, {5, 3, 4}, {2, 9, 4}},
      {"low [2]", {1, 8, 1}, {3, 1, 1}, {1, 8, 1}},
      {"stride [3]", {2, 10, 2}, {3, 2, 2}, {2, 3, 2}},
      {"stride [2]", {2, 9, 2}, {2, 2, 3}, {2, 4, 3}},
      {"dilation [3]", {2, 10, 2}, {3, 2, 2}, {2, 4, 2}},
      {"groups 2", {1, 6, 4}, {2, 2, 4}, {1, 5, 4}},
      {"groups 4", {1, 6, 4}, {2, 1, 4}, {1, 5, 4}},
      {"", {3, 1, 5}, {1, 5, 2}, {3, 1, 2}},
      {"", {0, 4, 2}, {2, 2, 2}, {0, 3, 2}},
      {"low [1] high [1] layout nchw", {2, 3, 9}, {4, 3, 3}, {2, 4, 9}},
      {"low [8] high [8]", {1, 17, 8}, {17, 8, 8}, {1, 17, 8}}};
  for (const Convolution &row : lines)
    cases.push_back(makeCase(
        "conv1d", cases.size(),
        fmt::format("mpc.conv1d %p0, %p1 {}", row.attributes),
        {row.input, row.filter}, row.result));
  const Convolution spreads[] = {
      {"stride [2, 2]", {2, 3, 3, 4}, {2, 2, 4, 3}, {2, 6, 6, 3}},
      {"stride [2, 2] low [1, 1] high [1, 1]",
       {1, 3, 4, 2}, {3, 3, 2, 3}, {1, 5, 7, 3}},
      {"stride [2, 2] low [1, 1] high [0, 0]",
       {1, 3, 4, 2}, {3, 3, 2, 3}, {1, 6, 8, 3}},
      {"stride [2, 2] low [1, 1] high [-1, -1]",
       {1, 3, 3, 2}, {3, 3, 2, 3}, {1, 7, 7, 3}},
      {"", {2, 3, 3, 2}, {3, 3, 2, 2}, {2, 5, 5, 2}},
      {"dilation [2, 2]", {1, 3, 3, 2}, {2, 2, 2, 2}, {1, 5, 5, 2}},
      {"stride [3, 1]", {1, 2, 2, 1}, {2, 2, 1, 1}, {1, 5, 3, 1}},
      {"stride [2, 2] groups 2", {1, 2, 2, 4}, {2, 2, 2, 6}, {1, 4, 4, 6}},
      {"stride [2, 2] groups 4", {1, 2, 2, 4}, {2, 2, 1, 4}, {1, 4, 4, 4}},
      {"", {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}},
      {"stride [2, 2] layout nchw", {2, 4, 3, 3}, {3, 4, 2, 2}, {2, 3, 6, 6}},
      {"stride [2, 2]", {0, 3, 3, 4}, {2, 2, 4, 3}, {0, 6, 6, 3}}};
  for (const Convolution &row : spreads)
    cases.push_back(makeCase(
        "conv_transpose2d", cases.size(),
        fmt::format("mpc.conv_transpose2d %p0, %p1 {}", row.attributes),
        {row.input, row.filter}, row.result));
}

void addPooling(std::vector<Case> &cases) {
  struct Row {
    const char *attributes;
    Shape input, result;
  };
  const Row rows[] = {
      {"size [2, 2]", {2, 4, 6, 3}, {2, 2, 3, 3}},
      {"size [2, 2]", {1, 5, 5, 8}, {1, 2, 2, 8}},
      {"size [3, 3] stride [2, 2] low [1, 1] high [1, 1]",
       {1, 7, 7, 2}, {1, 4, 4, 2}},
      {"size [3, 3] stride [1, 1] low [1, 1] high [1, 1]",
       {1, 4, 4, 2}, {1, 4, 4, 2}},
      {"size [2, 3] stride [1, 2]", {2, 3, 7, 1}, {2, 2, 3, 1}},
      {"size [1, 1]", {1, 3, 3, 2}, {1, 3, 3, 2}},
      {"size [4, 4]", {2, 4, 4, 16}, {2, 1, 1, 16}},
      {"size [2, 2] stride [3, 3]", {1, 5, 5, 2}, {1, 2, 2, 2}},
      {"size [2, 2]", {0, 4, 4, 2}, {0, 2, 2, 2}},
      {"size [2, 2] layout nchw", {2, 3, 4, 6}, {2, 3, 2, 3}},
      {"size [1, 1]", {1, 1, 1, 1}, {1, 1, 1, 1}}};
  for (const Row &row : rows) {
    cases.push_back(makeUnary("max_pool2d", cases.size(), row.attributes,
                              row.input, row.result, Domain::distinct));
    cases.push_back(makeUnary("avg_pool2d", cases.size(), row.attributes,
                              row.input, row.result));
  }
  cases.push_back(makeUnary(
      "avg_pool2d", cases.size(),
      "size [3, 3] stride [2, 2] low [1, 1] high [1, 1] inside", {1, 7, 7, 2},
      {1, 4, 4, 2}));
}

} // namespace

void addImageCases(std::vector<Case> &cases) {
  addSlices(cases);
  addPads(cases);
  addReverses(cases);
  addRepeats(cases);
  addConcats(cases);
  addDynamic(cases);
  addReadsOfSums(cases);
  addGathers(cases);
  addConvolutions(cases);
  addPooling(cases);
  addSlicedConvolutions(cases);
}
