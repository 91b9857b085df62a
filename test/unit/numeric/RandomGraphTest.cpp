//===- RandomGraphTest.cpp - models of random ops, in three ways ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Gradients in f64 against differences of the loss along random directions; f32
// against f64; fused against unfused kernels, bit by bit. Where the losses
// alone show a kink nearby, or f64 gradients jump within what f32 rounds, there
// is nothing to compare: such graphs are counted, and must be few. What differs
// is looked at with --seed=N, and with --ops=N made smaller.
//
//===----------------------------------------------------------------------===//

#include "RandomGraph.h"
#include "Evaluator.h"
#include "RandomOptions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <random>

namespace {

using Values = std::vector<double>;
using Point = std::vector<Values>;

mpc::CompileOptions optionsOf(const char *format, bool fusion) {
  mpc::CompileOptions options;
  options.format = format;
  options.optimizer = "sgd";
  options.fusion = fusion;
  return options;
}

/// `from` moved along `direction`.
Point moved(Point from, const Point &direction, double by) {
  for (size_t p = 0; p < from.size(); ++p)
    for (size_t i = 0; i < from[p].size(); ++i)
      from[p][i] += by * direction[p][i];
  return from;
}

/// Elements of 0.5 to 1.5, of either sign.
Point drawDirection(const Point &point, std::mt19937_64 &random) {
  Point direction = point;
  for (Values &values : direction)
    for (double &value : values) {
      uint64_t bits = random();
      value = (bits & 1 ? 1 : -1) * (0.5 + double(bits >> 40) / (1 << 24));
    }
  return direction;
}

//===----------------------------------------------------------------------===//
// Differences
//===----------------------------------------------------------------------===//

/// The loss's slope along a direction, of its values alone.
struct Slope {
  double value = 0, noise = 0, wobble = 0;
  bool hasKink = false;
};

Slope measure(Evaluator &evaluator, const Point &point,
              const Point &direction) {
  constexpr double kStep = 2e-5;
  double central[2], bend[2], here = evaluator.loss(point);
  Slope slope;
  slope.noise = 2e-15 * std::max(std::abs(here), 1.0) / kStep;
  for (int half : {0, 1}) {
    double step = half ? kStep / 2 : kStep;
    double above = evaluator.loss(moved(point, direction, step));
    double below = evaluator.loss(moved(point, direction, -step));
    central[half] = (above - below) / (2 * step);
    bend[half] = std::abs(above - 2 * here + below) / step;
  }
  slope.value = (4 * central[1] - central[0]) / 3;
  slope.wobble = std::abs(central[1] - central[0]);
  // The slopes to both sides come together with the step, unless there is a
  // kink right here.
  slope.hasKink = bend[1] > 0.75 * bend[0] + 8 * slope.noise;
  return slope;
}

enum class Verdict { agrees, differs, leftOut };

/// Is that the gradient, as seen along some directions?
Verdict compareSlopes(Evaluator &evaluator, const Point &point,
                      const Point &gradient, uint64_t seed, std::string &why) {
  std::mt19937_64 random(seed);
  for (int trial = 0; trial < 3; ++trial) {
    Point direction = drawDirection(point, random);
    double got = 0, squares = 0;
    for (size_t p = 0; p < point.size(); ++p)
      for (size_t i = 0; i < point[p].size(); ++i) {
        double term = gradient[p][i] * direction[p][i];
        got += term;
        squares += term * term;
      }
    Slope want = measure(evaluator, point, direction);
    double bound = 1e-6 * std::max(std::abs(want.value), std::sqrt(squares));
    if (want.hasKink || want.noise > bound || want.wobble > bound)
      return Verdict::leftOut;
    if (!(std::abs(got - want.value) <= bound + want.noise)) {
      why = fmt::format("the gradient's slope is {}, differences give {}", got,
                        want.value);
      return Verdict::differs;
    }
  }
  return Verdict::agrees;
}

//===----------------------------------------------------------------------===//
// Formats
//===----------------------------------------------------------------------===//

/// The largest difference, as a part of the largest element of all gradients.
double distance(const Point &got, const Point &want) {
  double largest = 1e-3, most = 0;
  for (size_t p = 0; p < want.size(); ++p)
    for (size_t i = 0; i < want[p].size(); ++i) {
      double difference = std::abs(got[p][i] - want[p][i]);
      largest = std::max(largest, std::abs(want[p][i]));
      most = std::isnan(difference) ? INFINITY : std::max(most, difference);
    }
  return most / largest;
}

/// Where the gradient changes much within what f32 rounds, its f32 value has
/// nothing to be compared with.
bool isStable(Evaluator &f64, const Point &point, const Point &gradient,
              uint64_t seed) {
  std::mt19937_64 random(seed);
  for (int trial = 0; trial < 3; ++trial) {
    Point nearby = moved(point, drawDirection(point, random), 3e-6);
    if (distance(f64.gradient(nearby), gradient) > 3e-4)
      return false;
  }
  return true;
}

/// Steps may be taken where f32 rounds to them: cos of almost 0 has no floor
/// of 1.
bool hasSteps(const std::string &model) {
  for (const char *op : {"floor", "ceil", "round", "sign", "compare", "argmax"})
    if (model.find(op) != model.npos)
      return true;
  return false;
}

Verdict compareFormats(Evaluator &f64, Evaluator &f32, const RandomGraph &graph,
                       const Point &gradient, uint64_t seed, std::string &why) {
  const Point &point = graph.parameters;
  double off = distance(f32.gradient(point), gradient);
  double exact = f64.loss(point), loss = f32.loss(point);
  bool agrees = off <= 1e-3 &&
                std::abs(loss - exact) <= 1e-3 * std::max(1.0, std::abs(exact));
  if (agrees)
    return Verdict::agrees;
  if (hasSteps(graph.text) || !isStable(f64, point, gradient, seed))
    return Verdict::leftOut;
  why = fmt::format("f32 has loss {} instead of {}, and its gradient is {} off",
                    loss, exact, off);
  return Verdict::differs;
}

//===----------------------------------------------------------------------===//
// Graphs
//===----------------------------------------------------------------------===//

/// One graph, compiled in all ways.
class Graph {
public:
  explicit Graph(uint64_t seed)
      : seed(seed), graph(drawGraph(seed, randomOptions().ops)),
        f64(graph.text, optionsOf("f64", true)),
        f32(graph.text, optionsOf("f32", true)),
        unfused(graph.text, optionsOf("f32", false)) {
    for (Evaluator *evaluator : {&f64, &f32, &unfused})
      if (evaluator->error().empty())
        for (auto &[name, values] : graph.inputs)
          evaluator->setInput(name, values);
  }

  /// Fails the test where something differs; counts what was left out.
  void check(int &leftOut, int &unstable) {
    if (!checkErrors())
      return;
    Point gradient = f64.gradient(graph.parameters);
    std::string why;
    Verdict slopes = compareSlopes(f64, graph.parameters, gradient, seed, why);
    Verdict formats = compareFormats(f64, f32, graph, gradient, seed, why);
    leftOut += slopes == Verdict::leftOut;
    unstable += formats == Verdict::leftOut;
    if (slopes == Verdict::differs || formats == Verdict::differs)
      fail(why);
    // Fusion changes no order of operations.
    if (f32.gradient(graph.parameters) != unfused.gradient(graph.parameters))
      fail("fused and unfused kernels differ");
    checkErrors();
  }

private:
  bool checkErrors() {
    std::string error = f64.error() + f32.error() + unfused.error();
    if (!error.empty())
      fail(error);
    return error.empty();
  }
  void fail(const std::string &why) {
    ADD_FAILURE() << "seed " << seed << ", " << fmt::format("{}", graph.ops)
                  << ": " << why << "\n"
                  << graph.text;
  }

  uint64_t seed;
  RandomGraph graph;
  Evaluator f64, f32, unfused;
};

TEST(RandomGraphs, have_the_slopes_of_differences_in_all_formats_and_fusions) {
  const RandomOptions &options = randomOptions();
  int leftOut = 0, unstable = 0;
  for (uint64_t i = 0; i < options.count; ++i)
    Graph(options.first + i).check(leftOut, unstable);
  fmt::print(
      "{} graphs; {} have a kink where they are, {} jump within what f32 "
      "rounds\n",
      options.count, leftOut, unstable);
  EXPECT_LE(leftOut, 1 + int(options.count) / 25);
  EXPECT_LE(unstable, 1 + int(options.count) / 25);
}

} // namespace
