//===- GroupTest.cpp - parameters that differ from the others -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A group with factors moves as a model of its own would, whose learning rate
// and weight decay are multiplied by them; what is frozen never moves.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include <gtest/gtest.h>

namespace {

using Values = std::vector<double>;

// The gradient of each parameter is an input; "w" also reads 16 bits.
const char *const kModel = R"(
func.func @train(%x: tensor<4x300xf32> {mpc.input = "x"},
                 %g: tensor<3xf32> {mpc.input = "g"},
                 %w: tensor<300x2xf32> {mpc.param = "enc.w", mpc.init = #mpc.init<normal(0.0, 0.1)>},
                 %p: tensor<3xf32> {mpc.param = "a.p", mpc.init = #mpc.init<ones>},
                 %q: tensor<3xf32> {mpc.param = "b.p", mpc.init = #mpc.init<ones>})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<4x300xf32>, tensor<300x2xf32>) -> tensor<4x2xf32>
  %1 = mpc.reduce sum, %0 dims [0, 1] : tensor<4x2xf32> -> tensor<f32>
  %2 = mpc.mul %p, %g : tensor<3xf32>
  %3 = mpc.reduce sum, %2 dims [0] : tensor<3xf32> -> tensor<f32>
  %4 = mpc.mul %q, %g : tensor<3xf32>
  %5 = mpc.reduce sum, %4 dims [0] : tensor<3xf32> -> tensor<f32>
  %6 = mpc.add %1, %3 : tensor<f32>
  %7 = mpc.add %6, %5 : tensor<f32>
  return %7 : tensor<f32>
}
)";

struct Mode {
  const char *format, *optimizer;
};

class Groups : public testing::TestWithParam<Mode> {
protected:
  static std::unique_ptr<Evaluator> start(std::vector<std::string> groups,
                                          double rate, double decay) {
    mpc::CompileOptions options;
    options.format = GetParam().format;
    options.optimizer = GetParam().optimizer;
    // A scale that moves would move by what is frozen.
    options.lossScale = "2^10";
    options.groups = std::move(groups);
    auto evaluator = std::make_unique<Evaluator>(kModel, options);
    if (evaluator->error() != "")
      return evaluator;
    evaluator->setInput("seed", {3});
    evaluator->run("init");
    evaluator->set("lr", {rate});
    evaluator->set("weight_decay", {decay});
    evaluator->setInput("x", Values(1200, 0.01));
    return evaluator;
  }

  static void train(Evaluator &evaluator) {
    for (int i = 0; i < 5; ++i) {
      evaluator.setInput("g", {0.25, -0.5 * i, 1.0 - i});
      evaluator.step();
    }
  }
};

TEST_P(Groups, MoveAsModelsOfTheirOwn) {
  auto grouped = start({"a.*:lr=0.5,decay=4", "b.p:decay=0"}, 0.1, 0.02);
  auto halved = start({}, 0.05, 0.08);
  auto without = start({}, 0.1, 0);
  auto plain = start({}, 0.1, 0.02);
  for (Evaluator *evaluator :
       {grouped.get(), halved.get(), without.get(), plain.get()}) {
    ASSERT_EQ(evaluator->error(), "");
    train(*evaluator);
    ASSERT_EQ(evaluator->error(), "");
  }
  double tolerance = GetParam().format == std::string("f64") ? 1e-14 : 1e-6;
  for (int i = 0; i < 3; ++i) {
    EXPECT_NEAR(grouped->get("a.p")[i], halved->get("a.p")[i], tolerance);
    EXPECT_NEAR(grouped->get("b.p")[i], without->get("b.p")[i], tolerance);
  }
  EXPECT_EQ(grouped->getBytes("enc.w"), plain->getBytes("enc.w"));
  EXPECT_NE(grouped->getBytes("a.p"), plain->getBytes("a.p"));
}

TEST_P(Groups, OfTwoTheLastCounts) {
  auto one = start({"*:lr=3", "*.p:lr=0.5"}, 0.1, 0.02);
  auto other = start({"enc.w:lr=3", "?.p:lr=0.5"}, 0.1, 0.02);
  train(*one), train(*other);
  ASSERT_EQ(one->error() + other->error(), "");
  EXPECT_EQ(one->save(), other->save());
}

TEST_P(Groups, ThatAreFrozenStayAsTheyAre) {
  auto frozen = start({"enc.*:frozen", "b.p:frozen"}, 0.1, 0.02);
  auto plain = start({}, 0.1, 0.02);
  ASSERT_EQ(frozen->error() + plain->error(), "");
  auto w = frozen->getBytes("enc.w"), q = frozen->getBytes("b.p");
  // What a parameter starts as does not depend on what is frozen.
  EXPECT_EQ(w, plain->getBytes("enc.w"));
  train(*frozen), train(*plain);
  ASSERT_EQ(frozen->error() + plain->error(), "");
  EXPECT_EQ(frozen->getBytes("enc.w"), w);
  EXPECT_EQ(frozen->getBytes("b.p"), q);
  EXPECT_NE(plain->getBytes("enc.w"), w);
  EXPECT_EQ(frozen->getBytes("a.p"), plain->getBytes("a.p"));
  // No optimizer state, no gradient.
  for (const auto &[name, bytes] : frozen->save())
    EXPECT_TRUE(name.find("/enc.w") == name.npos &&
                name.find("/b.p") == name.npos)
        << name;
  EXPECT_EQ(frozen->getBytes("gradients").size(),
            frozen->getBytes("params").size());
  EXPECT_LT(frozen->getBytes("params").size(),
            plain->getBytes("params").size());
  EXPECT_TRUE(frozen->get("gradients/enc.w").empty());
}

TEST_P(Groups, ThatAreFrozenAreInCheckpoints) {
  auto first = start({"enc.*:frozen"}, 0.1, 0.02);
  auto second = start({"enc.*:frozen"}, 0.1, 0.02);
  second->set("enc.w", Values(600, 0.5));
  train(*first);
  second->restore(*first);
  ASSERT_EQ(first->error() + second->error(), "");
  EXPECT_EQ(second->getBytes("enc.w"), first->getBytes("enc.w"));
  train(*first), train(*second);
  EXPECT_EQ(first->save(), second->save());
}

// A low-precision copy follows what is set.
TEST_P(Groups, ThatAreFrozenAreReadAsTheyWereSet) {
  auto frozen = start({"enc.*:frozen"}, 0.1, 0.02);
  auto plain = start({}, 0, 0);
  for (Evaluator *evaluator : {frozen.get(), plain.get()}) {
    evaluator->set("enc.w", Values(600, 0.25));
    evaluator->setInput("g", {0, 0, 0});
    EXPECT_NEAR(evaluator->step(), 4 * 2 * 300 * 0.01 * 0.25, 0.01);
    ASSERT_EQ(evaluator->error(), "");
  }
}

const Mode kModes[] = {
    {"f64", "adamw"}, {"f32", "adamw"}, {"f32", "lion"},
    {"f32", "lamb"},  {"f16", "adamw"}, {"bf16", "nesterov"},
};

INSTANTIATE_TEST_SUITE_P(All, Groups, testing::ValuesIn(kModes));

} // namespace
