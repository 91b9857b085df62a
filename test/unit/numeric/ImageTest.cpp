//===- ImageTest.cpp - convolutions and pooling against their definition --===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The definitions are written out here, in f64 and index by index, as loops
// that share nothing with the compiler. Operands are small integers, so that
// every sum is exact whatever its order: results must be equal.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace {

using Shape = std::vector<int64_t>;
using Numbers = std::vector<double>;

struct Image {
  int64_t n, h, w, c;
  Numbers data;

  double at(int64_t in, int64_t ih, int64_t iw, int64_t ic) const {
    bool isInside = ih >= 0 && ih < h && iw >= 0 && iw < w;
    return isInside ? data[((in * h + ih) * w + iw) * c + ic] : 0;
  }
  double &get(int64_t in, int64_t ih, int64_t iw, int64_t ic) {
    return data[((in * h + ih) * w + iw) * c + ic];
  }
  std::string type(const char *element) const {
    return fmt::format("tensor<{}x{}x{}x{}x{}>", n, h, w, c, element);
  }
};

Image makeImage(int64_t n, int64_t h, int64_t w, int64_t c, bool isRandom) {
  Image image{n, h, w, c, Numbers(n * h * w * c)};
  std::mt19937 random(unsigned(n + 3 * h + 5 * w + 7 * c));
  for (double &x : image.data)
    x = isRandom ? int(random() % 9) - 4 : 0;
  return image;
}

struct Moves {
  int64_t stride[2] = {1, 1}, low[2] = {0, 0}, high[2] = {0, 0},
          dilation[2] = {1, 1}, groups = 1;

  std::string text() const {
    return fmt::format("stride [{}, {}] low [{}, {}] high [{}, {}] dilation "
                       "[{}, {}] groups {}",
                       stride[0], stride[1], low[0], low[1], high[0], high[1],
                       dilation[0], dilation[1], groups);
  }
};

struct Convolution {
  int64_t n, h, w, c, kh, kw, o;
  Moves m;
};

Image convolve(const Image &x, const Image &f, const Moves &m) {
  auto places = [&](int i, int64_t size, int64_t k) {
    return (size + m.low[i] + m.high[i] - m.dilation[i] * (k - 1) - 1) /
               m.stride[i] + 1;
  };
  // A filter [KH, KW, C, O] is kept as an image of as many dimensions.
  Image y = makeImage(x.n, places(0, x.h, f.n), places(1, x.w, f.h), f.c, false);
  int64_t perGroup = x.c / m.groups, results = f.c / m.groups;
  for (int64_t n = 0; n < y.n; ++n)
    for (int64_t h = 0; h < y.h; ++h)
      for (int64_t w = 0; w < y.w; ++w)
        for (int64_t o = 0; o < y.c; ++o)
          for (int64_t i = 0; i < f.n; ++i)
            for (int64_t j = 0; j < f.h; ++j)
              for (int64_t c = 0; c < perGroup; ++c)
                y.get(n, h, w, o) +=
                    x.at(n, m.stride[0] * h + m.dilation[0] * i - m.low[0],
                         m.stride[1] * w + m.dilation[1] * j - m.low[1],
                         o / results * perGroup + c) *
                    f.at(i, j, c, o);
  return y;
}

Image spread(const Image &x, const Image &f, const Moves &m) {
  auto size = [&](int i, int64_t size, int64_t k) {
    return (size - 1) * m.stride[i] + m.dilation[i] * (k - 1) + 1 - m.low[i] -
           m.high[i];
  };
  Image y = makeImage(x.n, size(0, x.h, f.n), size(1, x.w, f.h), f.c, false);
  int64_t perGroup = x.c / m.groups, results = f.c / m.groups;
  for (int64_t n = 0; n < x.n; ++n)
    for (int64_t h = 0; h < x.h; ++h)
      for (int64_t w = 0; w < x.w; ++w)
        for (int64_t o = 0; o < y.c; ++o)
          for (int64_t i = 0; i < f.n; ++i)
            for (int64_t j = 0; j < f.h; ++j)
              for (int64_t c = 0; c < perGroup; ++c) {
                int64_t a = m.stride[0] * h + m.dilation[0] * i - m.low[0];
                int64_t b = m.stride[1] * w + m.dilation[1] * j - m.low[1];
                if (a >= 0 && a < y.h && b >= 0 && b < y.w)
                  y.get(n, a, b, o) += x.at(n, h, w, o / results * perGroup + c) *
                                       f.at(i, j, c, o);
              }
  return y;
}

/// A model is something to train.
const char kTrain[] =
    "func.func @train(%w: tensor<f32> {mpc.param = \"w\"}) -> (tensor<f32> "
    "{mpc.result = \"loss\"}) {\n  return %w : tensor<f32>\n}\n";

Numbers evaluate(const std::string &model, const std::vector<Numbers> &inputs,
                 const char *format) {
  mpc::CompileOptions options;
  options.format = format;
  Evaluator evaluator(kTrain + model, options);
  for (size_t i = 0; i < inputs.size(); ++i)
    evaluator.setInput(fmt::format("x{}", i), inputs[i]);
  auto outputs = evaluator.run("run");
  EXPECT_EQ(evaluator.error(), "") << model;
  return outputs.empty() ? Numbers() : outputs.begin()->second;
}

/// Runs `op` in f32 and f16, in which these sums are exact as well.
void expectConvolution(const char *op, const Image &x, const Image &f,
                       const Moves &moves, const Image &expected) {
  std::string model = fmt::format(
      "func.func @run(%x: {0} {{mpc.input = \"x0\"}}, %f: {1} {{mpc.input = "
      "\"x1\"}}) -> ({2} {{mpc.result = \"y\"}}) {{\n  %y = {3} %x, %f {4} : ({0}, {1}) -> {2}\n"
      "  return %y : {2}\n}}\n",
      x.type("f32"), f.type("f32"), expected.type("f32"), op, moves.text());
  for (const char *format : {"f32", "f16", "f64"})
    EXPECT_EQ(evaluate(model, {x.data, f.data}, format), expected.data)
        << format << "\n" << model;
}

const std::vector<Convolution> kConvolutions = {
    {2, 5, 6, 3, 3, 3, 4, {}},
    {2, 5, 6, 3, 3, 3, 4, {{1, 1}, {1, 1}, {1, 1}}},
    {1, 7, 7, 2, 3, 3, 5, {{2, 2}, {1, 1}, {1, 1}}},
    {2, 8, 9, 2, 3, 2, 3, {{2, 3}, {0, 2}, {1, 0}, {2, 1}}},
    {2, 4, 4, 8, 1, 1, 16, {}},
    {2, 4, 4, 8, 1, 1, 3, {{2, 2}}},
    {1, 4, 4, 4, 3, 3, 6, {{1, 1}, {0, 0}, {0, 0}, {1, 1}, 2}},
    {2, 5, 4, 8, 3, 3, 8, {{1, 1}, {1, 1}, {1, 1}, {1, 1}, 8}},
    {3, 28, 28, 1, 3, 3, 32, {{1, 1}, {1, 1}, {1, 1}}},
    {2, 14, 14, 32, 3, 3, 64, {{1, 1}, {1, 1}, {1, 1}}},
    {1, 13, 11, 16, 5, 3, 17, {{1, 1}, {2, 1}, {2, 1}}},
    {5, 9, 9, 24, 2, 2, 8, {{2, 2}}},
    {1, 1, 1, 1, 3, 3, 1, {{1, 1}, {2, 0}, {0, 2}}},
    {0, 4, 4, 2, 3, 3, 4, {}}};

TEST(Image, convolutions_are_sums_over_their_windows) {
  for (const Convolution &c : kConvolutions) {
    Image x = makeImage(c.n, c.h, c.w, c.c, true);
    Image f = makeImage(c.kh, c.kw, c.c / c.m.groups, c.o, true);
    expectConvolution("mpc.conv2d", x, f, c.m, convolve(x, f, c.m));
  }
}

TEST(Image, transposed_convolutions_spread_each_pixel) {
  const std::vector<Convolution> rows = {
      {2, 3, 3, 4, 2, 2, 3, {{2, 2}}},
      {1, 3, 4, 2, 3, 3, 3, {{2, 2}, {1, 1}, {1, 1}}},
      {1, 3, 4, 2, 3, 3, 3, {{2, 2}, {1, 1}, {0, 0}}},
      {1, 3, 3, 2, 3, 3, 3, {{2, 2}, {1, 1}, {-1, -1}}},
      {2, 3, 3, 2, 3, 3, 2, {}},
      {1, 3, 3, 2, 2, 2, 2, {{1, 1}, {0, 0}, {0, 0}, {2, 2}}},
      {1, 2, 2, 4, 2, 2, 6, {{2, 2}, {0, 0}, {0, 0}, {1, 1}, 2}},
      {1, 2, 2, 4, 2, 2, 4, {{3, 1}, {0, 0}, {0, 0}, {1, 1}, 4}},
      {2, 7, 7, 32, 2, 2, 16, {{2, 2}}}};
  for (const Convolution &c : rows) {
    Image x = makeImage(c.n, c.h, c.w, c.c, true);
    Image f = makeImage(c.kh, c.kw, c.c / c.m.groups, c.o, true);
    expectConvolution("mpc.conv_transpose2d", x, f, c.m, spread(x, f, c.m));
  }
}

struct Pool {
  int64_t n, h, w, c, size[2], stride[2], low[2], high[2];
};

TEST(Image, pooling_sees_each_window) {
  const std::vector<Pool> rows = {
      {2, 4, 6, 3, {2, 2}, {2, 2}, {0, 0}, {0, 0}},
      {1, 7, 7, 2, {3, 3}, {2, 2}, {1, 1}, {1, 1}},
      {2, 3, 7, 1, {2, 3}, {1, 2}, {0, 1}, {1, 0}},
      {2, 28, 28, 32, {2, 2}, {2, 2}, {0, 0}, {0, 0}},
      {1, 4, 4, 16, {4, 4}, {4, 4}, {0, 0}, {0, 0}}};
  for (const Pool &p : rows) {
    Image x = makeImage(p.n, p.h, p.w, p.c, true);
    auto places = [&](int i, int64_t size) {
      return (size + p.low[i] + p.high[i] - p.size[i]) / p.stride[i] + 1;
    };
    Image most = makeImage(p.n, places(0, p.h), places(1, p.w), p.c, false);
    Image mean = most;
    Image inside = most;
    for (int64_t n = 0; n < p.n; ++n)
      for (int64_t h = 0; h < most.h; ++h)
        for (int64_t w = 0; w < most.w; ++w)
          for (int64_t c = 0; c < p.c; ++c) {
            double best = -std::numeric_limits<double>::infinity(), sum = 0;
            int64_t count = 0;
            for (int64_t i = 0; i < p.size[0]; ++i)
              for (int64_t j = 0; j < p.size[1]; ++j) {
                int64_t a = p.stride[0] * h + i - p.low[0];
                int64_t b = p.stride[1] * w + j - p.low[1];
                if (a < 0 || a >= p.h || b < 0 || b >= p.w)
                  continue;
                best = std::max(best, x.at(n, a, b, c));
                sum += x.at(n, a, b, c);
                ++count;
              }
            most.get(n, h, w, c) = best;
            mean.get(n, h, w, c) = sum / double(p.size[0] * p.size[1]);
            inside.get(n, h, w, c) = sum / double(count);
          }
    std::string moves = fmt::format(
        "size [{}, {}] stride [{}, {}] low [{}, {}] high [{}, {}]", p.size[0],
        p.size[1], p.stride[0], p.stride[1], p.low[0], p.low[1], p.high[0],
        p.high[1]);
    auto expect = [&](const char *op, const std::string &more,
                      const Image &expected) {
      std::string model = fmt::format(
          "func.func @run(%x: {0} {{mpc.input = \"x0\"}}) -> ({1} {{mpc.result "
          "= \"y\"}}) {{\n  %y = {2} %x {3}{4} : {0} -> {1}\n  return %y : {1}\n}}\n",
          x.type("f32"), expected.type("f32"), op, moves, more);
      EXPECT_EQ(evaluate(model, {x.data}, "f64"), expected.data) << model;
    };
    expect("mpc.max_pool2d", "", most);
    expect("mpc.avg_pool2d", "", mean);
    expect("mpc.avg_pool2d", " inside", inside);
  }
}

/// One op on x0 (and x1), and where each of its results comes from: an element
/// of operand `which`, or `value`.
struct Movement {
  std::string body;
  Shape operand, other, result;
  struct Place {
    int which;
    Shape at;
    double value;
  };
  std::function<Place(const Shape &)> place;
};

Numbers count(int64_t elements, double first) {
  Numbers result(elements);
  std::iota(result.begin(), result.end(), first);
  return result;
}

int64_t product(const Shape &shape) {
  return std::accumulate(shape.begin(), shape.end(), int64_t(1),
                         std::multiplies<>());
}

std::string tensor(const Shape &shape) {
  std::string text = "tensor<";
  for (int64_t size : shape)
    text += std::to_string(size) + "x";
  return text + "f32>";
}

double pick(const Numbers &data, const Shape &shape, const Shape &at) {
  int64_t position = 0;
  for (size_t d = 0; d < shape.size(); ++d)
    position = position * shape[d] + at[d];
  return data[position];
}

void check(const Movement &m) {
  Numbers x = count(product(m.operand), 1), u = count(product(m.other), -1000);
  Numbers expected;
  for (int64_t i = 0; i < product(m.result); ++i) {
    Shape at(m.result.size());
    int64_t rest = i;
    for (size_t d = m.result.size(); d-- > 0; rest /= m.result[d])
      at[d] = rest % m.result[d];
    Movement::Place place = m.place(at);
    expected.push_back(place.which == 0   ? pick(x, m.operand, place.at)
                       : place.which == 1 ? pick(u, m.other, place.at)
                                          : place.value);
  }
  std::string model = fmt::format(
      "func.func @run(%x: {0} {{mpc.input = \"x0\"}}, %u: {1} {{mpc.input = "
      "\"x1\"}}) -> ({2} {{mpc.result = \"y\"}}) {{\n{3}\n  return %y : {2}\n}}\n",
      tensor(m.operand), tensor(m.other), tensor(m.result), m.body);
  EXPECT_EQ(evaluate(model, {x, u}, "f32"), expected) << model;
}

std::string unary(const std::string &text, const Shape &from, const Shape &to) {
  return fmt::format("  %y = mpc.{} : {} -> {}", text, tensor(from), tensor(to));
}

TEST(Image, movements_read_where_they_say) {
  using Place = Movement::Place;
  std::vector<Movement> rows = {
      {unary("slice %x from [1, 2] by [2, 3]", {5, 33}, {2, 11}),
       {5, 33}, {1}, {2, 11},
       [](auto &i) { return Place{0, {1 + 2 * i[0], 2 + 3 * i[1]}, 0}; }},
      {unary("slice %x from [0, 16]", {5, 33}, {5, 17}),
       {5, 33}, {1}, {5, 17},
       [](auto &i) { return Place{0, {i[0], 16 + i[1]}, 0}; }},
      {unary("pad %x low [1, 2] high [0, 3] between [1, 0] with 7.0", {3, 17},
             {6, 22}),
       {3, 17}, {1}, {6, 22},
       [](auto &i) {
         bool isInside = i[0] % 2 == 1 && i[1] >= 2 && i[1] < 19;
         return isInside ? Place{0, {i[0] / 2, i[1] - 2}, 0} : Place{2, {}, 7};
       }},
      {"  %y = mpc.reverse %x dims [0, 1] : tensor<3x17xf32>",
       {3, 17}, {1}, {3, 17},
       [](auto &i) { return Place{0, {2 - i[0], 16 - i[1]}, 0}; }},
      {unary("repeat %x times [2, 3]", {3, 17}, {6, 51}),
       {3, 17}, {1}, {6, 51},
       [](auto &i) { return Place{0, {i[0] / 2, i[1] / 3}, 0}; }},
      {"  %y = mpc.concat %x, %u dim 1 : (tensor<3x17xf32>, tensor<3x5xf32>) "
       "-> tensor<3x22xf32>",
       {3, 17}, {3, 5}, {3, 22},
       [](auto &i) {
         return i[1] < 17 ? Place{0, i, 0} : Place{1, {i[0], i[1] - 17}, 0};
       }},
      // Indices outside are clamped.
      {"  %i = mpc.constant dense<[2, -5, 0, 99]> : tensor<4xi64>\n"
       "  %y = mpc.gather %x, %i dim 0 : (tensor<3x17xf32>, tensor<4xi64>) -> "
       "tensor<4x17xf32>",
       {3, 17}, {1}, {4, 17},
       [](auto &i) {
         const int64_t rows[] = {2, 0, 0, 2};
         return Place{0, {rows[i[0]], i[1]}, 0};
       }},
      {"  %i = mpc.constant dense<[[255, 3], [1, 0]]> : tensor<2x2xui8>\n"
       "  %y = mpc.gather %x, %i dim 1 : (tensor<3x17xf32>, tensor<2x2xui8>) "
       "-> tensor<3x2x2xf32>",
       {3, 17}, {1}, {3, 2, 2},
       [](auto &i) {
         const int64_t columns[] = {16, 3, 1, 0};
         return Place{0, {i[0], columns[i[1] * 2 + i[2]]}, 0};
       }},
      {"  %a = mpc.constant dense<-3> : tensor<i32>\n"
       "  %b = mpc.constant dense<12> : tensor<i32>\n"
       "  %y = mpc.dynamic_slice %x, %a, %b : (tensor<3x17xf32>, tensor<i32>, "
       "tensor<i32>) -> tensor<2x8xf32>",
       {3, 17}, {1}, {2, 8},
       [](auto &i) { return Place{0, {i[0], 9 + i[1]}, 0}; }},
      {"  %a = mpc.constant dense<7> : tensor<i32>\n"
       "  %b = mpc.constant dense<4> : tensor<i32>\n"
       "  %y = mpc.dynamic_update_slice %x, %u, %a, %b : (tensor<3x17xf32>, "
       "tensor<2x5xf32>, tensor<i32>, tensor<i32>) -> tensor<3x17xf32>",
       {3, 17}, {2, 5}, {3, 17},
       [](auto &i) {
         bool isNew = i[0] >= 1 && i[1] >= 4 && i[1] < 9;
         return isNew ? Place{1, {i[0] - 1, i[1] - 4}, 0} : Place{0, i, 0};
       }}};
  for (const Movement &m : rows)
    check(m);
}

} // namespace
