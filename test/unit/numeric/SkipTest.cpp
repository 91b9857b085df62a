//===- SkipTest.cpp - what a step without update leaves -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After a step with an infinite or nan gradient everything that the step would
// update has the bits it had before.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

const char *const kProduct = R"(
func.func @train(%a: tensor<f32> {mpc.input = "a"},
                 %b: tensor<f32> {mpc.input = "b"},
                 %p: tensor<f32> {mpc.param = "p"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.mul %p, %a : tensor<f32>
  %1 = mpc.mul %0, %b : tensor<f32>
  return %1 : tensor<f32>
}
)";

// "w" has a low-precision copy; the gradient of "v" is the input g, that of "u"
// the input h; "s" grows by the input t.
const char *const kStep = R"(
func.func @train(%x: tensor<4x300xf32> {mpc.input = "x"},
                 %g: tensor<300xf32> {mpc.input = "g"},
                 %h: tensor<f32> {mpc.input = "h"},
                 %t: tensor<f32> {mpc.input = "t"},
                 %w: tensor<300x3xf32> {mpc.param = "w", mpc.init = #mpc.init<normal(0.0, 0.1)>},
                 %v: tensor<300xf32> {mpc.param = "v", mpc.init = #mpc.init<ones>},
                 %u: tensor<f32> {mpc.param = "u", mpc.init = #mpc.init<ones>},
                 %s: tensor<f32> {mpc.state = "s"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<f32> {mpc.updates = "s"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<4x300xf32>, tensor<300x3xf32>) -> tensor<4x3xf32>
  %1 = mpc.reduce sum, %0 dims [0, 1] : tensor<4x3xf32> -> tensor<f32>
  %2 = mpc.mul %v, %g : tensor<300xf32>
  %3 = mpc.reduce sum, %2 dims [0] : tensor<300xf32> -> tensor<f32>
  %4 = mpc.mul %u, %h : tensor<f32>
  %5 = mpc.add %1, %3 : tensor<f32>
  %6 = mpc.add %5, %4 : tensor<f32>
  %new = mpc.add %s, %t : tensor<f32>
  return %6, %new : tensor<f32>, tensor<f32>
}
)";

struct Mode {
  const char *format, *lossScale, *optimizer;
  double clipNorm = 0;
};

class Skip : public testing::TestWithParam<Mode> {
protected:
  static mpc::CompileOptions getOptions() {
    mpc::CompileOptions options;
    options.format = GetParam().format;
    options.lossScale = GetParam().lossScale;
    options.optimizer = GetParam().optimizer;
    options.clipNorm = GetParam().clipNorm;
    return options;
  }

  static void setGoodInputs(Evaluator &evaluator) {
    std::vector<double> x(1200), g(300);
    for (size_t i = 0; i < x.size(); ++i)
      x[i] = 0.001 * static_cast<double>(i % 7);
    for (size_t i = 0; i < g.size(); ++i)
      g[i] = 0.01 * static_cast<double>(i % 5) - 0.01;
    evaluator.setInput("x", x);
    evaluator.setInput("g", g);
    evaluator.setInput("h", {0.25});
    evaluator.setInput("t", {1.5});
  }

  static void start(Evaluator &evaluator) {
    ASSERT_EQ(evaluator.error(), "");
    evaluator.setInput("seed", {3});
    evaluator.run("init");
    setGoodInputs(evaluator);
    evaluator.step();
    evaluator.step();
    ASSERT_EQ(evaluator.error(), "");
    ASSERT_EQ(evaluator.get("updates")[0], 2);
    ASSERT_EQ(evaluator.get("s")[0], 3);
  }

  /// A step that must be skipped changes nothing else than what counts skips.
  static void expectSkip(Evaluator &evaluator) {
    auto before = evaluator.save();
    std::string copy = std::string("params_") + GetParam().format;
    bool hasCopy = copy == "params_f16" || copy == "params_bf16";
    std::vector<std::byte> copied;
    if (hasCopy)
      copied = evaluator.getBytes(copy);
    double skipped = evaluator.get("skipped")[0];
    evaluator.step();
    ASSERT_EQ(evaluator.error(), "");
    EXPECT_EQ(evaluator.get("skipped")[0], skipped + 1);
    for (auto &[name, bytes] : evaluator.save()) {
      bool moves = name == "mpc.state/iteration" ||
                   name == "mpc.state/skipped" ||
                   name == "mpc.state/loss_scale" ||
                   name == "mpc.state/growth_tracker" ||
                   name == "mpc.state/hysteresis_tracker";
      if (!moves)
        EXPECT_EQ(before[name], bytes) << name;
    }
    if (hasCopy)
      EXPECT_EQ(evaluator.getBytes(copy), copied);
  }

  /// The next step is taken again.
  static void expectUpdate(Evaluator &evaluator) {
    setGoodInputs(evaluator);
    double updates = evaluator.get("updates")[0];
    auto before = evaluator.getBytes("params");
    evaluator.step();
    EXPECT_EQ(evaluator.get("updates")[0], updates + 1);
    EXPECT_NE(evaluator.getBytes("params"), before);
  }
};

TEST_P(Skip, LeavesAllBitsWhereTheyAre) {
  Evaluator evaluator(kStep, getOptions());
  ASSERT_NO_FATAL_FAILURE(start(evaluator));
  for (double bad : {kInf, -kInf, kNan}) {
    for (size_t place : {0, 137, 299}) {
      SCOPED_TRACE(testing::Message() << bad << " at " << place);
      std::vector<double> g(300, 0.5);
      g[place] = bad;
      evaluator.setInput("g", g);
      ASSERT_NO_FATAL_FAILURE(expectSkip(evaluator));
    }
    expectUpdate(evaluator);
    SCOPED_TRACE(testing::Message() << bad << " in the only element");
    evaluator.setInput("h", {bad});
    ASSERT_NO_FATAL_FAILURE(expectSkip(evaluator));
    expectUpdate(evaluator);
    std::vector<double> x(1200, 0.001);
    x[1199] = bad;
    evaluator.setInput("x", x);
    ASSERT_NO_FATAL_FAILURE(expectSkip(evaluator));
    expectUpdate(evaluator);
  }
}

TEST_P(Skip, FollowsFromABadStateAlone) {
  Evaluator evaluator(kStep, getOptions());
  ASSERT_NO_FATAL_FAILURE(start(evaluator));
  for (double bad : {kInf, -kInf, kNan}) {
    evaluator.setInput("t", {bad});
    ASSERT_NO_FATAL_FAILURE(expectSkip(evaluator));
    expectUpdate(evaluator);
  }
}

TEST_P(Skip, IsContinuedFromACheckpointBitByBit) {
  Evaluator first(kStep, getOptions()), second(kStep, getOptions());
  ASSERT_NO_FATAL_FAILURE(start(first));
  first.setInput("h", {kInf});
  first.step();
  second.restore(first);
  ASSERT_EQ(second.error(), "");
  for (Evaluator *evaluator : {&first, &second})
    for (double h : {0.5, kInf, 0.5, 0.5, 0.25}) {
      setGoodInputs(*evaluator);
      evaluator->setInput("h", {h});
      evaluator->step();
    }
  EXPECT_EQ(first.save(), second.save());
}

const Mode kModes[] = {
    {"f32", "none", "adamw"},
    {"f32", "dynamic:interval=2", "adamw"},
    {"f32", "1024", "momentum"},
    {"f16", "dynamic:init=1024,interval=2", "adamw"},
    {"bf16", "none", "sgd"},
    {"bf16", "none", "nesterov"},
    {"f32", "none", "adamw", 0.5},
    {"f16", "dynamic:init=64,interval=2,floor=8,cap=128,hysteresis=2", "lion",
     1},
    {"f64", "none", "adamw"},
    {"f64", "dynamic", "sgd"},
};

INSTANTIATE_TEST_SUITE_P(All, Skip, testing::ValuesIn(kModes));

// Scaling by a power of two and back changes no bit.
TEST(StaticScale, ChangesNoBitIfAPowerOfTwo) {
  mpc::CompileOptions options;
  options.format = "f32";
  options.lossScale = "none";
  Evaluator plain(kProduct, options);
  options.lossScale = "2^12";
  Evaluator scaled(kProduct, options);
  for (Evaluator *evaluator : {&plain, &scaled})
    for (double a : {0.3, -1.7, 0.011, 4.0}) {
      evaluator->setInput("a", {a});
      evaluator->setInput("b", {1.1});
      evaluator->step();
    }
  ASSERT_EQ(plain.error() + scaled.error(), "");
  EXPECT_EQ(plain.getBytes("params"), scaled.getBytes("params"));
  EXPECT_EQ(plain.getBytes("second_moment"), scaled.getBytes("second_moment"));
}

} // namespace
