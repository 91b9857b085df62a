//===- NormTest.cpp - normalization against PyTorch, and corners ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// PyTorch's results and gradients, computed in f64, are stored in test/reference
// beside the script that made them.
//
//===----------------------------------------------------------------------===//

#include "Cases.h"
#include "Evaluator.h"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <limits>

namespace {

using Json = nlohmann::json;
using Values = std::vector<double>;

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Json readCases() {
  std::ifstream stream(MPC_REFERENCE_DIR "/norms.json");
  return Json::parse(stream)["cases"];
}

/// The op on %p0, %p1 and %p2, which gives %y.
std::string makeBody(const Json &c, const std::string &whole,
                     const std::string &vector) {
  std::string op = c["op"];
  if (op.starts_with("batch_norm")) {
    std::string name = "%y", results = whole;
    if (op == "batch_norm") {
      name = "%y, %n, %w";
      results = fmt::format("({0}, {1}, {1})", whole, vector);
    }
    return fmt::format("{0} = mpc.{1} %p0, %p1, %p2, %m, %v : ({2}, {3}, {3}, "
                       "{3}, {3}) -> {4}\n",
                       name, op, whole, vector, results);
  }
  std::string operands = "%p0 scale %p1", types = whole + ", " + vector;
  if (op != "rms_norm") {
    operands += " offset %p2";
    types += ", " + vector;
  }
  std::string dims;
  size_t rank = c["shape"].size(), first = rank - c["sizes"].size();
  for (size_t d = first; d < rank; ++d)
    dims += (d > first ? ", " : "") + std::to_string(d);
  std::string where = op == "group_norm"
                          ? fmt::format("groups {}", c["groups"].get<int>())
                          : "dims [" + dims + "]";
  return fmt::format("%y = mpc.{} {} {} : ({}) -> {}\n", op, operands, where,
                     types, whole);
}

std::string makeModel(const Json &c) {
  Shape shape = c["shape"].get<Shape>(), sizes = c["sizes"].get<Shape>(), all;
  for (size_t d = 0; d < shape.size(); ++d)
    all.push_back(static_cast<int64_t>(d));
  std::string whole = tensorType(shape), vector = tensorType(sizes);
  bool isBatch = c.contains("mean"), trains = c.contains("new_mean");
  std::string states, results, updates, types;
  if (isBatch)
    states = fmt::format(", %m: {0} {{mpc.state = \"m\"}}, %v: {0} {{mpc.state "
                         "= \"v\"}}",
                         vector);
  if (trains) {
    results = fmt::format(", {0} {{mpc.updates = \"m\"}}, {0} {{mpc.updates = "
                          "\"v\"}}",
                          vector);
    updates = ", %n, %w";
    types = fmt::format(", {0}, {0}", vector);
  }
  std::string dims;
  for (int64_t d : all)
    dims += (d ? ", " : "") + std::to_string(d);
  return fmt::format(
      "func.func @train(%d: {0} {{mpc.input = \"d\"}}, %p0: {0} {{mpc.param = "
      "\"p0\"}}, %p1: {1} {{mpc.param = \"p1\"}}, %p2: {1} {{mpc.param = "
      "\"p2\"}}{2}) -> (tensor<f32> {{mpc.result = \"loss\"}}, {0} "
      "{{mpc.result = \"y\"}}{3}) {{\n{4}%q = mpc.mul %y, %d : {0}\n%loss = "
      "mpc.reduce sum, %q dims [{5}] : {0} -> tensor<f32>\nreturn %loss, "
      "%y{6} : tensor<f32>, {0}{7}\n}}\n",
      whole, vector, states, results, makeBody(c, whole, vector), dims, updates,
      types);
}

void expectClose(const Values &got, const Values &want, double tolerance,
                 const std::string &what) {
  ASSERT_EQ(got.size(), want.size()) << what;
  double scale = 1e-3;
  for (double value : want)
    scale = std::max(scale, std::abs(value));
  for (size_t i = 0; i < want.size(); ++i)
    EXPECT_NEAR(got[i], want[i], tolerance * scale) << what << " " << i;
}

class Norm : public testing::TestWithParam<const char *> {};

TEST_P(Norm, FollowsPyTorch) {
  double tolerance = std::string(GetParam()) == "f64" ? 1e-11 : 1e-4;
  for (const Json &c : readCases()) {
    SCOPED_TRACE(c["op"].get<std::string>() + c["shape"].dump());
    mpc::CompileOptions options;
    options.format = GetParam();
    Evaluator evaluator(makeModel(c), options);
    ASSERT_EQ(evaluator.error(), "") << makeModel(c);
    if (c.contains("mean")) {
      evaluator.set("m", c["mean"].get<Values>());
      evaluator.set("v", c["variance"].get<Values>());
    }
    evaluator.setInput("d", c["d"].get<Values>());
    std::vector<Values> gradients = evaluator.gradient(
        {c["x"].get<Values>(), c["scale"].get<Values>(),
         c["offset"].get<Values>()});
    ASSERT_EQ(evaluator.error(), "");
    expectClose(evaluator.run("train")["y"], c["y"], tolerance, "y");
    const char *const names[] = {"dx", "dscale", "doffset"};
    for (size_t i = 0; i < 3; ++i)
      if (c.contains(names[i]))
        expectClose(gradients[i], c[names[i]], tolerance, names[i]);
    if (!c.contains("new_mean"))
      continue;
    evaluator.run("update");
    expectClose(evaluator.get("m"), c["new_mean"], tolerance, "mean");
    expectClose(evaluator.get("v"), c["new_variance"], tolerance, "variance");
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, Norm, testing::Values("f64", "f32"));

//===----------------------------------------------------------------------===//
// Corners
//===----------------------------------------------------------------------===//

/// "y" of a function of "x" with the given body, which gives %y.
Values evaluate(const std::string &body, const Shape &shape, const Values &x,
                const Shape &result, const char *element = "f32") {
  mpc::CompileOptions options;
  options.format = "f32";
  Evaluator evaluator(
      fmt::format("func.func @f(%x: {} {{mpc.input = \"x\"}}) -> ({} "
                  "{{mpc.result = \"y\"}}) {{\n{}\nreturn %y : {}\n}}\n"
                  "func.func @train(%p: tensor<f32> {{mpc.param = \"p\"}}) -> "
                  "(tensor<f32> {{mpc.result = \"loss\"}}) {{\n"
                  "return %p : tensor<f32>\n}}\n",
                  tensorType(shape, element), tensorType(result, element), body,
                  tensorType(result, element)),
      options);
  EXPECT_EQ(evaluator.error(), "");
  if (!evaluator.error().empty())
    return {};
  evaluator.setInput("x", x);
  Values y = evaluator.run("f")["y"];
  EXPECT_EQ(evaluator.error(), "");
  return y;
}

void expectSame(const Values &got, const Values &want) {
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < want.size(); ++i)
    if (std::isnan(want[i]))
      EXPECT_TRUE(std::isnan(got[i])) << i;
    else
      EXPECT_TRUE(got[i] == want[i] &&
                  std::signbit(got[i]) == std::signbit(want[i]))
          << i << ": " << got[i];
}

TEST(NormCorners, LayerNormOfRowsThatHaveNoVariance) {
  const char *body = "%y = mpc.layer_norm %x dims [1] : (tensor<4x2xf32>) -> "
                     "tensor<4x2xf32>";
  Values y = evaluate(body, {4, 2}, {3, 3, -0.0, -0.0, 1, kNan, kInf, 1},
                      {4, 2});
  expectSame(y, {0, 0, -0.0, -0.0, kNan, kNan, kNan, kNan});
}

TEST(NormCorners, LayerNormDoesNotCancel) {
  // The variance is 2.25, though squares of elements exceed 2^24.
  const char *body = "%y = mpc.layer_norm %x dims [1] epsilon 0.0 : "
                     "(tensor<1x2xf32>) -> tensor<1x2xf32>";
  expectSame(evaluate(body, {1, 2}, {8192, 8195}, {1, 2}), {-1, 1});
}

TEST(NormCorners, ReductionsOfNothing) {
  struct Row {
    const char *kind;
    double value;
  };
  for (Row row : {Row{"sum", 0}, {"prod", 1}, {"max", -kInf}, {"min", kInf},
                  {"mean", kNan}})
    expectSame(evaluate(fmt::format("%y = mpc.reduce {}, %x dims [1] : "
                                    "tensor<2x0xf32> -> tensor<2xf32>",
                                    row.kind),
                        {2, 0}, {}, {2}),
               {row.value, row.value});
}

TEST(NormCorners, MinimaAndProducts) {
  const Values x{1, kNan, -0.0, 0.0, kInf, 0, -kInf, 2};
  expectSame(evaluate("%y = mpc.reduce min, %x dims [1] : tensor<4x2xf32> -> "
                      "tensor<4xf32>",
                      {4, 2}, x, {4}),
             {kNan, -0.0, 0, -kInf});
  expectSame(evaluate("%y = mpc.reduce prod, %x dims [1] : tensor<4x2xf32> -> "
                      "tensor<4xf32>",
                      {4, 2}, x, {4}),
             {kNan, -0.0, kNan, -kInf});
}

/// Gradients of the sum over rows of a reduction of parameter p0, of 5 x 3.
Values reduceGradient(const char *kind, const Values &x) {
  mpc::CompileOptions options;
  options.format = "f32";
  Evaluator evaluator(
      modelText({"gradient",
                 fmt::format("%r = mpc.reduce {}, %p0 dims [1] : "
                             "tensor<5x3xf32> -> tensor<5xf32>",
                             kind),
                 {{5, 3}},
                 {5}}),
      options);
  EXPECT_EQ(evaluator.error(), "");
  if (!evaluator.error().empty())
    return {};
  evaluator.setInput("c", Values(5, 1.0));
  Values gradient = evaluator.gradient({x})[0];
  EXPECT_EQ(evaluator.error(), "");
  return gradient;
}

TEST(NormCorners, ProductsOfZerosHaveExactAdjoints) {
  expectSame(
      reduceGradient("prod", {2, 3, 5, 2, 0, 5, 0, 0, 5, -0.0, 4, 1, 0, 0, 0}),
      {15, 10, 6, 0, 10, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0});
}

TEST(NormCorners, TiedMinimaShareTheAdjoint) {
  expectSame(
      reduceGradient("min", {2, 1, 1, 3, 3, 3, 1, 2, 3, 0, -0.0, 1, 2, 1, 2}),
      {0, 0.5, 0.5, 1 / 3.0f, 1 / 3.0f, 1 / 3.0f, 1, 0, 0, 0.5, 0.5, 0, 0, 1,
       0});
}

TEST(NormCorners, IgnoredRowsAndClassesWithoutProbabilityCountNothing) {
  const char *ignored =
      "%k = mpc.constant dense<[7, 0]> : tensor<2xi32>\n"
      "%y = mpc.cross_entropy %x, %k ignore 7 : (tensor<2x2xf32>, "
      "tensor<2xi32>) -> tensor<2xf32>";
  expectSame(evaluate(ignored, {2, 2}, {kNan, kInf, 0, -kInf}, {2}), {0, 0});
  const char *soft =
      "%p = mpc.constant dense<[[0.0, 1.0], [1.0, 0.0]]> : tensor<2x2xf32>\n"
      "%y = mpc.cross_entropy %x, %p : (tensor<2x2xf32>, tensor<2x2xf32>) -> "
      "tensor<2xf32>";
  expectSame(evaluate(soft, {2, 2}, {-kInf, 3, 3, -kInf}, {2}), {0, 0});
}

//===----------------------------------------------------------------------===//
// Running statistics
//===----------------------------------------------------------------------===//

const char *const kModel = R"(
func.func @train(%x: tensor<16x4xf32> {mpc.input = "x"},
                 %w: tensor<4x3xf32> {mpc.param = "w", mpc.init = #mpc.init<normal(0.0, 1.0)>},
                 %s: tensor<3xf32> {mpc.param = "s", mpc.init = #mpc.init<ones>},
                 %o: tensor<3xf32> {mpc.param = "o"},
                 %m: tensor<3xf32> {mpc.state = "mean"},
                 %v: tensor<3xf32> {mpc.state = "variance", mpc.init = #mpc.init<ones>})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<3xf32> {mpc.updates = "mean"},
        tensor<3xf32> {mpc.updates = "variance"}) {
  %h = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<16x4xf32>, tensor<4x3xf32>) -> tensor<16x3xf32>
  %y, %n, %u = mpc.batch_norm %h, %s, %o, %m, %v
      : (tensor<16x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
      -> (tensor<16x3xf32>, tensor<3xf32>, tensor<3xf32>)
  %t = mpc.tanh %y : tensor<16x3xf32>
  %d = mpc.dropout %t rate 0.25 : tensor<16x3xf32>
  %loss = mpc.reduce mean, %d dims [0, 1] : tensor<16x3xf32> -> tensor<f32>
  return %loss, %n, %u : tensor<f32>, tensor<3xf32>, tensor<3xf32>
}
)";

Values makeBatch(double shift) {
  Values x(64);
  for (size_t i = 0; i < x.size(); ++i)
    x[i] = shift + 0.1 * double((i * 29) % 31) - 1.5;
  return x;
}

TEST(RunningStatistics, AreNotPoisonedAndSkippedStepsLeaveThem) {
  for (const char *format : {"f32", "f16", "bf16"}) {
    SCOPED_TRACE(format);
    mpc::CompileOptions options;
    options.format = format;
    options.lossScale = "dynamic";
    Evaluator evaluator(kModel, options);
    ASSERT_EQ(evaluator.error(), "");
    evaluator.setInput("seed", {5});
    evaluator.run("init");
    EXPECT_EQ(evaluator.get("seed"), Values{5});
    evaluator.setInput("x", makeBatch(0.5));
    evaluator.step();
    Values mean = evaluator.get("mean"), variance = evaluator.get("variance");
    EXPECT_NE(mean, Values(3, 0.0));
    EXPECT_NE(variance, Values(3, 1.0));
    for (double bad : {kNan, kInf, -kInf}) {
      Values x = makeBatch(0.5);
      x[37] = bad;
      evaluator.setInput("x", x);
      double skipped = evaluator.get("skipped")[0];
      evaluator.step();
      EXPECT_EQ(evaluator.get("skipped")[0], skipped + 1);
      EXPECT_EQ(evaluator.get("mean"), mean);
      EXPECT_EQ(evaluator.get("variance"), variance);
    }
    evaluator.setInput("x", makeBatch(0.5));
    evaluator.step();
    EXPECT_NE(evaluator.get("mean"), mean);
    ASSERT_EQ(evaluator.error(), "");
  }
}

/// With a running mean of 0 and one near that of the data.
TEST(RunningStatistics, DoNotDependOnTheRunningMean) {
  mpc::CompileOptions options;
  options.format = "f32";
  Evaluator evaluator(kModel, options);
  evaluator.setInput("seed", {5});
  evaluator.run("init");
  evaluator.setInput("x", makeBatch(2));
  double fromZero = evaluator.run("train")["loss"][0];
  evaluator.set("mean", {1.5, -0.5, 1.0});
  EXPECT_NEAR(evaluator.run("train")["loss"][0], fromZero, 1e-6);
  ASSERT_EQ(evaluator.error(), "");
}

//===----------------------------------------------------------------------===//
// dropout
//===----------------------------------------------------------------------===//

TEST(Dropout, DrawsByIterationSeedAndStream) {
  const char *model = R"(
func.func @train(%x: tensor<1000xf32> {mpc.input = "x"},
                 %p: tensor<1000xf32> {mpc.param = "p"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<1000xf32> {mpc.result = "a"},
        tensor<1000xf32> {mpc.result = "b"}) {
  %a = mpc.dropout %x rate 0.25 : tensor<1000xf32>
  %b = mpc.dropout %x rate 0.25 : tensor<1000xf32>
  %0 = mpc.mul %a, %p : tensor<1000xf32>
  %loss = mpc.reduce sum, %0 dims [0] : tensor<1000xf32> -> tensor<f32>
  return %loss, %a, %b : tensor<f32>, tensor<1000xf32>, tensor<1000xf32>
}
)";
  mpc::CompileOptions options;
  options.format = "f32";
  Evaluator evaluator(model, options);
  ASSERT_EQ(evaluator.error(), "");
  evaluator.setInput("x", Values(1000, 3.0));
  auto first = evaluator.run("train"), again = evaluator.run("train");
  EXPECT_EQ(first["a"], again["a"]);
  EXPECT_NE(first["a"], first["b"]);
  auto kept = [](const Values &values) {
    return std::count(values.begin(), values.end(), 4.0);
  };
  auto dropped = [](const Values &values) {
    return std::count(values.begin(), values.end(), 0.0);
  };
  EXPECT_EQ(kept(first["a"]) + dropped(first["a"]), 1000);
  // Four deviations of 1000 draws.
  EXPECT_NEAR(double(dropped(first["a"])), 250, 55);
  EXPECT_NEAR(double(dropped(first["b"])), 250, 55);
  evaluator.step();
  EXPECT_EQ(evaluator.get("iteration"), Values{1});
  EXPECT_NE(evaluator.run("train")["a"], first["a"]);
  evaluator.set("iteration", {0});
  EXPECT_EQ(evaluator.run("train")["a"], first["a"]);
  for (const char *counter : {"seed", "micro_batch"}) {
    evaluator.set(counter, {1});
    EXPECT_NE(evaluator.run("train")["a"], first["a"]) << counter;
    evaluator.set(counter, {0});
  }
  ASSERT_EQ(evaluator.error(), "");
}

} // namespace
