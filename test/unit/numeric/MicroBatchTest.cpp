//===- MicroBatchTest.cpp - a step of several batches ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A step of four micro-batches is the step of one batch as large as all of
// them: the same gradients, but for the rounding of sums, so the same
// parameters. In f64 they agree to 1e-12, in f32 to 2e-6.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace {

using Values = std::vector<double>;

constexpr int kParts = 4, kPartSize = 2, kFeatures = 300;

/// The mean squared error of a linear model; "s" moves towards the batch's mean
/// target, as running statistics do.
std::string makeModel(int batch) {
  std::string b = std::to_string(batch);
  return R"(
func.func @train(%x: tensor<)" +
         b + R"(x300xf32> {mpc.input = "x"},
                 %y: tensor<)" +
         b + R"(xf32> {mpc.input = "y"},
                 %w: tensor<300xf32> {mpc.param = "w"},
                 %c: tensor<f32> {mpc.param = "c"},
                 %s: tensor<f32> {mpc.state = "s"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<f32> {mpc.updates = "s"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<)" +
         b + R"(x300xf32>, tensor<300xf32>) -> tensor<)" + b + R"(xf32>
  %1 = mpc.broadcast %c dims [] : tensor<f32> -> tensor<)" +
         b + R"(xf32>
  %2 = mpc.add %0, %1 : tensor<)" +
         b + R"(xf32>
  %3 = mpc.sub %2, %y : tensor<)" +
         b + R"(xf32>
  %4 = mpc.mul %3, %3 : tensor<)" +
         b + R"(xf32>
  %5 = mpc.reduce mean, %4 dims [0] : tensor<)" +
         b + R"(xf32> -> tensor<f32>
  %6 = mpc.reduce mean, %y dims [0] : tensor<)" +
         b + R"(xf32> -> tensor<f32>
  %half = mpc.constant dense<0.5> : tensor<f32>
  %7 = mpc.add %s, %6 : tensor<f32>
  %8 = mpc.mul %7, %half : tensor<f32>
  return %5, %8 : tensor<f32>, tensor<f32>
}
)";
}

Values makeInputs(int step) {
  Values x(kParts * kPartSize * kFeatures);
  for (size_t i = 0; i < x.size(); ++i)
    x[i] = 0.01 * static_cast<double>((i * 7 + step * 3) % 23) - 0.1;
  return x;
}

Values makeTargets(int step) {
  Values y(kParts * kPartSize);
  for (size_t i = 0; i < y.size(); ++i)
    y[i] = 0.5 * static_cast<double>((i * 5 + step) % 7) - 1;
  return y;
}

Values slice(const Values &all, int part) {
  size_t size = all.size() / kParts;
  return {all.begin() + part * size, all.begin() + (part + 1) * size};
}

struct Mode {
  const char *format, *lossScale, *optimizer;
  double clipNorm, tolerance;
};

class MicroBatches : public testing::TestWithParam<Mode> {
protected:
  static mpc::CompileOptions getOptions(int parts) {
    Mode mode = GetParam();
    mpc::CompileOptions options;
    options.format = mode.format;
    options.lossScale = mode.lossScale;
    options.optimizer = mode.optimizer;
    options.clipNorm = mode.clipNorm;
    options.microBatches = parts;
    return options;
  }

  /// One step of `evaluator`, part by part; returns the mean loss.
  static double stepInParts(Evaluator &evaluator, const Values &x,
                            const Values &y) {
    double loss = 0;
    for (int part = 0; part < kParts; ++part) {
      evaluator.setInput("x", slice(x, part));
      evaluator.setInput("y", slice(y, part));
      loss += evaluator.step() / kParts;
    }
    return loss;
  }
};

TEST_P(MicroBatches, AreOneLargeBatch) {
  Evaluator whole(makeModel(kParts * kPartSize), getOptions(1));
  Evaluator parts(makeModel(kPartSize), getOptions(kParts));
  ASSERT_EQ(whole.error() + parts.error(), "");
  for (int step = 0; step < 6; ++step) {
    Values x = makeInputs(step), y = makeTargets(step);
    whole.setInput("x", x);
    whole.setInput("y", y);
    double loss = whole.step();
    EXPECT_NEAR(stepInParts(parts, x, y), loss, GetParam().tolerance);
    ASSERT_EQ(whole.error() + parts.error(), "");
    for (const char *name : {"w", "c"}) {
      Values want = whole.get(name), got = parts.get(name);
      for (size_t i = 0; i < want.size(); ++i)
        ASSERT_NEAR(got[i], want[i], GetParam().tolerance)
            << name << " " << i << ", step " << step;
    }
    for (const char *counter : {"iteration", "updates"})
      ASSERT_EQ(parts.get(counter)[0], step + 1) << counter;
  }
}

// From one micro-batch to the next the state goes on, but it stays where it was
// until the update.
TEST_P(MicroBatches, HandStatesOn) {
  Evaluator parts(makeModel(kPartSize), getOptions(kParts));
  ASSERT_EQ(parts.error(), "");
  double expected = 0;
  for (int step = 0; step < 3; ++step) {
    Values x = makeInputs(step), y = makeTargets(step);
    double before = parts.get("s")[0];
    for (int part = 0; part < kParts; ++part) {
      EXPECT_EQ(parts.get("s")[0], before);
      Values targets = slice(y, part);
      expected = (expected + (targets[0] + targets[1]) / 2) / 2;
      parts.setInput("x", slice(x, part));
      parts.setInput("y", targets);
      parts.step();
    }
    EXPECT_NEAR(parts.get("s")[0], expected, 1e-6);
  }
  EXPECT_EQ(parts.error(), "");
}

TEST_P(MicroBatches, AreSkippedTogether) {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  for (int bad = 0; bad < kParts; ++bad) {
    SCOPED_TRACE(bad);
    Evaluator parts(makeModel(kPartSize), getOptions(kParts));
    stepInParts(parts, makeInputs(0), makeTargets(0));
    auto before = parts.save();
    Values x = makeInputs(1);
    x[static_cast<size_t>(bad) * kPartSize * kFeatures + 17] = kInf;
    stepInParts(parts, x, makeTargets(1));
    ASSERT_EQ(parts.error(), "");
    EXPECT_EQ(parts.get("skipped")[0], 1);
    EXPECT_EQ(parts.get("iteration")[0], 2);
    EXPECT_EQ(parts.get("updates")[0], 1);
    for (auto &[name, bytes] : parts.save())
      if (name == "w" || name == "c" || name == "mpc.state/s" ||
          name.find("moment") != std::string::npos)
        EXPECT_EQ(before[name], bytes) << name;
    // The sum begins anew.
    stepInParts(parts, makeInputs(2), makeTargets(2));
    EXPECT_EQ(parts.get("updates")[0], 2);
  }
}

TEST_P(MicroBatches, GoOnFromACheckpointBitByBit) {
  Evaluator first(makeModel(kPartSize), getOptions(kParts));
  Evaluator second(makeModel(kPartSize), getOptions(kParts));
  for (int step = 0; step < 2; ++step)
    stepInParts(first, makeInputs(step), makeTargets(step));
  // What the second has begun to sum is forgotten.
  second.setInput("x", slice(makeInputs(5), 0));
  second.setInput("y", slice(makeTargets(5), 0));
  second.step();
  second.restore(first);
  ASSERT_EQ(first.error() + second.error(), "");
  for (Evaluator *evaluator : {&first, &second})
    for (int step = 2; step < 4; ++step)
      stepInParts(*evaluator, makeInputs(step), makeTargets(step));
  EXPECT_EQ(first.save(), second.save());
}

TEST_P(MicroBatches, CanBeOtherNumbers) {
  Evaluator parts(makeModel(kPartSize), getOptions(3));
  Evaluator single(makeModel(kPartSize), getOptions(1));
  ASSERT_EQ(parts.error() + single.error(), "");
  parts.set("micro_batches", {1});
  for (Evaluator *evaluator : {&parts, &single})
    for (int part = 0; part < kParts; ++part) {
      evaluator->setInput("x", slice(makeInputs(0), part));
      evaluator->setInput("y", slice(makeTargets(0), part));
      evaluator->step();
    }
  EXPECT_EQ(parts.get("updates")[0], kParts);
  EXPECT_EQ(parts.getBytes("params"), single.getBytes("params"));
  EXPECT_EQ(parts.getBytes("s"), single.getBytes("s"));
}

const Mode kModes[] = {
    {"f64", "none", "adamw", 0, 1e-12},
    {"f32", "none", "sgd", 0, 2e-6},
    {"f32", "2^10", "momentum", 0.5, 2e-6},
    {"f16", "dynamic:init=1024", "sgd", 0, 2e-4}, // products read f16
};

INSTANTIATE_TEST_SUITE_P(All, MicroBatches, testing::ValuesIn(kModes));

// Two micro-batches drop other elements; the step after them others again.
TEST(MicroBatchesThatDraw, DrawOtherNumbers) {
  mpc::CompileOptions options;
  options.format = "f32";
  options.optimizer = "sgd";
  options.microBatches = 2;
  Evaluator evaluator(R"(
func.func @train(%p: tensor<1000xf32> {mpc.param = "p"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dropout %p rate 0.5 : tensor<1000xf32>
  %1 = mpc.reduce sum, %0 dims [0] : tensor<1000xf32> -> tensor<f32>
  return %1 : tensor<f32>
}
)",
                      options);
  ASSERT_EQ(evaluator.error(), "");
  evaluator.setInput("seed", {1});
  evaluator.run("init");
  evaluator.set("lr", {1});
  Values seen[2];
  for (Values &moved : seen) {
    evaluator.set("p", Values(1000));
    evaluator.step();
    evaluator.step();
    moved = evaluator.get("p");
    // Each gradient is 0 or 2, and the step is their mean.
    for (double value : {0.0, -1.0, -2.0}) {
      auto count = std::count(moved.begin(), moved.end(), value);
      EXPECT_NEAR(static_cast<double>(count), value == -1 ? 500 : 250, 80)
          << value;
    }
  }
  EXPECT_NE(seen[0], seen[1]);
  EXPECT_EQ(evaluator.error(), "");
}

TEST(MicroBatchesWithinAStep, AreInNoCheckpoint) {
  mpc::CompileOptions options;
  options.microBatches = 2;
  Evaluator evaluator(makeModel(kPartSize), options);
  evaluator.setInput("x", slice(makeInputs(0), 0));
  evaluator.setInput("y", slice(makeTargets(0), 0));
  evaluator.step();
  EXPECT_TRUE(evaluator.save().empty());
  evaluator.step();
  EXPECT_FALSE(evaluator.save().empty());
}

} // namespace
