//===- PolicyTest.cpp - one training under each policy --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each policy learns a linear map of four numbers from noiseless examples; how
// near it comes depends on how parameters are stored.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using Values = std::vector<double>;

const char *const kModel = R"(
func.func @train(%x: tensor<8x4xf32> {mpc.input = "x"},
                 %y: tensor<8x2xf32> {mpc.input = "y"},
                 %w: tensor<4x2xf32> {mpc.param = "w"},
                 %b: tensor<2xf32> {mpc.param = "b"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x2xf32>) -> tensor<8x2xf32>
  %1 = mpc.broadcast %b dims [1] : tensor<2xf32> -> tensor<8x2xf32>
  %2 = mpc.add %0, %1 : tensor<8x2xf32>
  %3 = mpc.sub %2, %y : tensor<8x2xf32>
  %4 = mpc.mul %3, %3 : tensor<8x2xf32>
  %5 = mpc.reduce mean, %4 dims [0, 1] : tensor<8x2xf32> -> tensor<f32>
  return %5 : tensor<f32>
}
)";

struct Mode {
  const char *policy, *format;
  double loss; ///< that 300 steps come below
};

class Policies : public testing::TestWithParam<Mode> {
protected:
  static std::unique_ptr<Evaluator> start() {
    mpc::CompileOptions options;
    options.policy = GetParam().policy;
    options.format = GetParam().format;
    options.optimizer = "momentum";
    auto evaluator = std::make_unique<Evaluator>(kModel, options);
    if (evaluator->error() == "")
      evaluator->set("lr", {0.05});
    return evaluator;
  }

  /// Targets are x w + b with w[i][j] = (i - j) / 2 and b = [1, -1].
  static double train(Evaluator &evaluator, int steps) {
    double loss = 0;
    for (int step = 0; step < steps; ++step) {
      Values x(32), y(16);
      for (size_t i = 0; i < x.size(); ++i)
        x[i] = 0.25 * static_cast<double>((i * 7 + step * 5) % 9) - 1;
      for (size_t row = 0; row < 8; ++row)
        for (size_t j = 0; j < 2; ++j) {
          y[row * 2 + j] = j ? -1 : 1;
          for (size_t i = 0; i < 4; ++i)
            y[row * 2 + j] +=
                x[row * 4 + i] *
                (static_cast<double>(i) - static_cast<double>(j)) / 2;
        }
      evaluator.setInput("x", x);
      evaluator.setInput("y", y);
      loss = evaluator.step();
    }
    return loss;
  }
};

TEST_P(Policies, Learn) {
  auto evaluator = start();
  ASSERT_EQ(evaluator->error(), "");
  EXPECT_GT(train(*evaluator, 1), 0.5);
  EXPECT_LT(train(*evaluator, 300), GetParam().loss);
  EXPECT_EQ(evaluator->error(), "");
}

TEST_P(Policies, GoOnFromACheckpointBitByBit) {
  auto first = start(), second = start();
  train(*first, 20);
  second->restore(*first);
  ASSERT_EQ(first->error() + second->error(), "");
  train(*first, 5);
  train(*second, 5);
  EXPECT_EQ(first->save(), second->save());
}

TEST_P(Policies, StoreParametersAsTheySay) {
  auto evaluator = start();
  bool isLow = GetParam().policy == std::string("O3");
  EXPECT_EQ(evaluator->getBytes("w").size(), 8 * (isLow ? 2 : 4));
  EXPECT_EQ(evaluator->getBytes("momentum/w").size(), 8 * 4);
}

const Mode kModes[] = {
    {"amp", "f16", 1e-5}, {"O0", "", 1e-10},    {"O1", "f16", 1e-5},
    {"O1", "bf16", 1e-3}, {"O2", "f16", 1e-5},  {"O2", "bf16", 1e-3},
    {"O3", "f16", 1e-4},  {"O3", "bf16", 1e-2},
};

INSTANTIATE_TEST_SUITE_P(All, Policies, testing::ValuesIn(kModes));

TEST(PolicyO0, IsTheBitsOfF32) {
  mpc::CompileOptions options;
  options.policy = "O0";
  Evaluator level(kModel, options);
  options.policy = "amp";
  options.format = "f32";
  Evaluator plain(kModel, options);
  for (Evaluator *evaluator : {&level, &plain}) {
    evaluator->setInput("x", Values(32, 0.3));
    evaluator->setInput("y", Values(16, 0.7));
    evaluator->step();
    evaluator->step();
  }
  EXPECT_EQ(level.error() + plain.error(), "");
  EXPECT_EQ(level.save(), plain.save());
}

TEST(PolicyErrors, NameWhatContradicts) {
  mpc::CompileOptions options;
  options.policy = "O0";
  options.format = "f16";
  EXPECT_NE(Evaluator(kModel, options)
                .error()
                .find("policy O0 keeps all in f32, but the format is f16"),
            std::string::npos);
  options.policy = "O3";
  options.format = "f32";
  EXPECT_NE(Evaluator(kModel, options)
                .error()
                .find("policy O3 keeps parameters in 16 bits"),
            std::string::npos);
}

} // namespace
