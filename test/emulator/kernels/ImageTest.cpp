//===- ImageTest.cpp - elements read at computed places -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What each op means is proven on the host by the numeric tests.
//
//===----------------------------------------------------------------------===//

#include "Case.h"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kernels {

static const char *const kElements[] = {"f32", "bf16", "f16", "i32",
                                        "i64", "ui8",  "i1"};

/// `text` with {0} for the operand's type and {1} for the result's; what it
/// makes is also read by arithmetic, and reads arithmetic.
static Case makeMovement(const std::string &name, const std::string &element,
                         const std::string &text, const Shape &from,
                         const Shape &to) {
  std::string operand = tensorType(from, element);
  std::string result = tensorType(to, element);
  const char *op = element == "i1" ? "and" : "add";
  Case c{fmt::format("{}_{}_{}_{}", name, element, shapeName(from),
                     shapeName(to)),
         {{"x", from, element, Values::corners},
          {"z", to, element, Values::corners}},
         "",
         {{"%y", to, element}, {"%r", to, element}}};
  c.body = fmt::format("%y = mpc.{} : {} -> {}\n%r = mpc.{} %y, %z : {}\n", text,
                       operand, result, op, result);
  return c;
}

TEST(Image, slices_pads_repeats_and_reverses) {
  struct Row {
    const char *name, *text;
    Shape from, to;
  };
  const Row rows[] = {
      {"slice", "slice %x from [3]", {33}, {16}},
      {"slice", "slice %x from [8]", {997}, {64}},
      {"slice", "slice %x from [1, 8]", {5, 64}, {3, 32}},
      {"slice", "slice %x from [0, 3] by [2, 5]", {5, 64}, {3, 12}},
      {"slice", "slice %x from [1, 0, 2]", {3, 7, 33}, {2, 7, 31}},
      {"slice", "slice %x from [2]", {5}, {0}},
      {"repeat", "repeat %x times [3]", {33}, {99}},
      {"repeat", "repeat %x times [2, 1]", {5, 64}, {10, 64}},
      {"repeat", "repeat %x times [1, 2, 2, 1]", {2, 3, 3, 16}, {2, 6, 6, 16}},
      {"pad", "pad %x low [3] high [5]", {33}, {41}},
      {"pad", "pad %x low [0, 8] high [1, 8]", {5, 16}, {6, 32}},
      {"pad", "pad %x low [1, 1] high [0, 2] between [1, 2]", {3, 7}, {6, 22}},
      {"pad", "pad %x low [2] high [3]", {0}, {5}}};
  std::vector<Case> cases;
  for (const char *element : kElements)
    for (const Row &row : rows)
      if (element != std::string("i1") || row.name != std::string("pad"))
        cases.push_back(
            makeMovement(row.name, element, row.text, row.from, row.to));
  for (const char *element : kElements)
    for (auto [shape, dims] : {std::pair{Shape{33}, Shape{0}},
                               {{5, 64}, {1}},
                               {{5, 33}, {0, 1}},
                               {{2, 3, 16}, {0, 1}}}) {
      Case c{fmt::format("reverse_{}_{}_{}", element, shapeName(shape),
                         fmt::join(dims, "_")),
             {{"x", shape, element, Values::corners}},
             "",
             {{"%y", shape, element}}};
      c.body = fmt::format("%y = mpc.reverse %x dims {} : {}\n", list(dims),
                           tensorType(shape, element));
      cases.push_back(c);
    }
  check(sample(cases, 2));
}

/// What a movement reads at most once is computed where it is read.
TEST(Image, moves_what_is_computed_there) {
  const std::pair<const char *, Shape> rows[] = {
      {"%y = mpc.slice %n from [1, 0, 2, 0] by [1, 2, 3, 1] : {0} -> {1}",
       {1, 4, 2, 16}},
      {"%y = mpc.pad %n low [0, 1, 2, 8] high [0, 1, 0, 0] : {0} -> {1}",
       {2, 10, 10, 24}},
      {"%y = mpc.reverse %n dims [1, 3] : {0}", {2, 8, 8, 16}},
      {"%y = mpc.repeat %n times [1, 2, 1, 1] : {0} -> {1}", {2, 16, 8, 16}},
      {"%y = mpc.max_pool2d %n size [2, 2] : {0} -> {1}", {2, 4, 4, 16}},
      {"%y = mpc.max_pool2d %n size [3, 3] high [1, 1] : {0} -> {1}",
       {2, 3, 3, 16}},
      {"%y = mpc.max_pool2d %n size [3, 3] stride [2, 2] low [1, 1] : {0} -> "
       "{1}",
       {2, 4, 4, 16}},
      {"%y = mpc.concat %n, %x, %n dim 2 : ({0}, {0}, {0}) -> {1}",
       {2, 8, 24, 16}}};
  const Shape from{2, 8, 8, 16};
  std::vector<Case> cases;
  for (const char *element : {"f32", "bf16", "f16"})
    for (const auto &[text, to] : rows) {
      std::string operand = tensorType(from, element);
      std::string result = tensorType(to, element);
      Case c{
          fmt::format("there_{}_{}_{}", element, shapeName(to), cases.size()),
          {{"x", from, element, Values::corners}},
          "",
          {{"%r", to, element}}};
      c.body = fmt::format("%n = mpc.abs %x : {}\n", operand) +
               fmt::format(fmt::runtime(std::string(text)), operand, result) +
               fmt::format("\n%r = mpc.neg %y : {}\n", result);
      cases.push_back(c);
    }
  check(cases);
}

TEST(Image, concatenates_along_every_dimension) {
  struct Row {
    std::vector<Shape> from;
    int64_t dim;
    Shape to;
  };
  const Row rows[] = {{{{3}, {5}, {1}}, 0, {9}},
                      {{{8, 16}, {8, 48}}, 1, {8, 64}},
                      {{{5, 3}, {5, 4}}, 1, {5, 7}},
                      {{{2, 33}, {3, 33}}, 0, {5, 33}},
                      {{{2, 3, 8}, {2, 1, 8}, {2, 0, 8}}, 1, {2, 4, 8}},
                      {{{0, 4}, {3, 4}}, 0, {3, 4}}};
  std::vector<Case> cases;
  for (const char *element : kElements)
    for (const Row &row : rows) {
      Case c{fmt::format("concat_{}_{}_{}", element, shapeName(row.to), row.dim),
             {}, "", {{"%y", row.to, element}}};
      std::vector<std::string> names, types;
      for (size_t i = 0; i < row.from.size(); ++i) {
        c.arguments.push_back(
            {fmt::format("x{}", i), row.from[i], element, Values::corners});
        names.push_back(fmt::format("%x{}", i));
        types.push_back(tensorType(row.from[i], element));
      }
      c.body = fmt::format("%y = mpc.concat {} dim {} : ({}) -> {}\n",
                           fmt::join(names, ", "), row.dim,
                           fmt::join(types, ", "), tensorType(row.to, element));
      cases.push_back(c);
    }
  check(sample(cases, 2));
}

/// Indices reach far outside on both sides.
TEST(Image, gathers_by_any_index) {
  struct Row {
    Shape from, indices;
    int64_t dim;
    Shape to;
  };
  const Row rows[] = {{{100, 16}, {64}, 0, {64, 16}},
                      {{100, 16}, {4, 5}, 0, {4, 5, 16}},
                      {{7, 33}, {9}, 1, {7, 9}},
                      {{3, 5, 8}, {2}, 1, {3, 2, 8}},
                      {{5}, {}, 0, {}},
                      {{1, 3}, {0}, 0, {0, 3}},
                      {{997}, {33}, 0, {33}}};
  std::vector<Case> cases;
  for (const char *element : kElements)
    for (const char *index : {"i32", "i64", "ui8"})
      for (const Row &row : rows) {
        Case c{fmt::format("gather_{}_{}_{}_{}_{}", element, index,
                           shapeName(row.from), shapeName(row.indices), row.dim),
               {{"x", row.from, element, Values::corners},
                {"i", row.indices, index,
                 cases.size() % 2 ? Values::corners : Values::moderate}},
               "",
               {{"%y", row.to, element}}};
        c.body = fmt::format("%y = mpc.gather %x, %i dim {} : ({}, {}) -> {}\n",
                             row.dim, tensorType(row.from, element),
                             tensorType(row.indices, index),
                             tensorType(row.to, element));
        cases.push_back(c);
      }
  check(sample(cases, 3));
}

TEST(Image, slices_where_scalars_say) {
  struct Row {
    Shape whole, part;
  };
  const Row rows[] = {{{33}, {8}}, {{5, 64}, {2, 16}}, {{3, 4, 5}, {3, 1, 2}},
                      {{7}, {0}},  {{}, {}},           {{16, 8}, {16, 8}}};
  std::vector<Case> cases;
  for (const char *element : {"f32", "f16", "bf16", "i64", "i1"})
    for (const char *index : {"i32", "i64"})
      for (const Row &row : rows) {
        Case c{fmt::format("dynamic_{}_{}_{}_{}", element, index,
                           shapeName(row.whole), shapeName(row.part)),
               {{"x", row.whole, element, Values::corners},
                {"u", row.part, element, Values::corners}},
               "",
               {{"%y", row.part, element}, {"%r", row.whole, element}}};
        std::string names, types;
        for (size_t i = 0; i < row.whole.size(); ++i) {
          c.arguments.push_back({fmt::format("s{}", i), {}, index,
                                 cases.size() % 2 ? Values::corners
                                                  : Values::moderate});
          names += fmt::format(", %s{}", i);
          types += fmt::format(", {}", tensorType({}, index));
        }
        std::string whole = tensorType(row.whole, element);
        std::string part = tensorType(row.part, element);
        c.body = fmt::format(
            "%y = mpc.dynamic_slice %x{0} : ({1}{2}) -> {3}\n"
            "%r = mpc.dynamic_update_slice %x, %u{0} : ({1}, {3}{2}) -> {1}\n",
            names, whole, types, part);
        cases.push_back(c);
      }
  check(sample(cases, 2));
}

struct Convolution {
  const char *op, *attributes;
  Shape input, filter, result;
  double terms;
};

TEST(Image, convolves_as_the_host) {
  const Convolution rows[] = {
      {"conv2d", "low [1, 1] high [1, 1]", {3, 9, 9, 1}, {3, 3, 1, 32}, {3, 9, 9, 32}, 9},
      {"conv2d", "low [1, 1] high [1, 1]", {2, 14, 14, 32}, {3, 3, 32, 64}, {2, 14, 14, 64}, 288},
      {"conv2d", "stride [2, 2] low [1, 1] high [1, 1]", {2, 9, 11, 8}, {3, 3, 8, 24}, {2, 5, 6, 24}, 72},
      {"conv2d", "dilation [2, 1]", {1, 9, 7, 3}, {2, 3, 3, 5}, {1, 7, 5, 5}, 18},
      {"conv2d", "", {2, 7, 7, 64}, {1, 1, 64, 16}, {2, 7, 7, 16}, 64},
      {"conv2d", "groups 2", {2, 7, 7, 16}, {3, 3, 8, 16}, {2, 5, 5, 16}, 72},
      {"conv2d", "low [1, 1] high [1, 1] groups 16", {2, 7, 7, 16}, {3, 3, 1, 16}, {2, 7, 7, 16}, 9},
      {"conv2d", "layout nchw", {2, 8, 7, 7}, {16, 8, 3, 3}, {2, 16, 5, 5}, 72},
      {"conv1d", "low [2] high [2]", {3, 33, 8}, {5, 8, 16}, {3, 33, 16}, 40},
      {"conv_transpose2d", "stride [2, 2]", {2, 7, 7, 32}, {2, 2, 32, 16}, {2, 14, 14, 16}, 128},
      {"conv_transpose2d", "stride [2, 1] low [1, 0] high [0, 1]", {1, 5, 5, 3}, {3, 3, 3, 7}, {1, 10, 6, 7}, 27}};
  std::vector<Case> cases;
  for (const char *element : {"f32", "bf16", "f16"})
    for (const Convolution &row : rows) {
      std::string input = tensorType(row.input, element);
      std::string filter = tensorType(row.filter, element);
      std::string result = tensorType(row.result, element);
      Case c{fmt::format("{}_{}_{}_{}", row.op, element, shapeName(row.input),
                         shapeName(row.result)),
             {{"x", row.input, element}, {"w", row.filter, element}},
             fmt::format("%y = mpc.{} %x, %w {} : ({}, {}) -> {}\n"
                         "%r = mpc.relu %y : {}\n",
                         row.op, row.attributes, input, filter, result, result),
             {{"%r", row.result, element}},
             Gate::error, row.terms};
      cases.push_back(c);
    }
  check(cases);
}

/// Maxima are elements, and sums of few of them are added in one order.
TEST(Image, pools_as_the_host) {
  struct Row {
    const char *attributes;
    Shape input, result;
  };
  const Row rows[] = {
      {"size [2, 2]", {2, 8, 8, 32}, {2, 4, 4, 32}},
      {"size [2, 2]", {1, 5, 5, 3}, {1, 2, 2, 3}},
      {"size [3, 3] stride [2, 2] low [1, 1] high [1, 1]", {2, 9, 9, 16}, {2, 5, 5, 16}},
      {"size [7, 7]", {2, 7, 7, 64}, {2, 1, 1, 64}},
      {"size [2, 3] stride [1, 1] layout nchw", {2, 8, 5, 5}, {2, 8, 4, 3}}};
  std::vector<Case> most, means;
  for (const char *element : {"f32", "bf16", "f16"})
    for (const Row &row : rows)
      for (const char *op : {"max_pool2d", "avg_pool2d"}) {
        bool isMax = op == std::string("max_pool2d");
        Case c{fmt::format("{}_{}_{}", op, element, shapeName(row.input)),
               {{"x", row.input, element,
                 isMax ? Values::corners : Values::moderate}},
               fmt::format("%r = mpc.{} %x {} : {} -> {}\n", op, row.attributes,
                           tensorType(row.input, element),
                           tensorType(row.result, element)),
               {{"%r", row.result, element}},
               isMax ? Gate::bits : Gate::error, 49};
        (isMax ? most : means).push_back(c);
      }
  check(most);
  check(means);
}

} // namespace kernels
