//===- OptimizerTest.cpp - updates and schedules against PyTorch ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// PyTorch's own paths, and optax's where PyTorch has none, computed in f64, are
// stored in test/reference beside the scripts that made them. Ours agree to
// 1e-12 in f64 and to 1e-5 in f32.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

namespace {

using Json = nlohmann::json;
using Values = std::vector<double>;

// The gradient of the parameter is the input itself.
const char *const kModel = R"(
func.func @train(%g: tensor<3xf32> {mpc.input = "g"},
                 %p: tensor<3xf32> {mpc.param = "p"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.mul %p, %g : tensor<3xf32>
  %1 = mpc.reduce sum, %0 dims [0] : tensor<3xf32> -> tensor<f32>
  return %1 : tensor<f32>
}
)";

Json readReference(const std::string &file) {
  std::ifstream stream(MPC_REFERENCE_DIR "/" + file);
  return Json::parse(stream);
}

struct Path {
  const char *reference; ///< name in optimizers.json
  const char *optimizer; ///< how mpc is told of it
};

class Optimizer
    : public testing::TestWithParam<std::tuple<Path, const char *>> {};

TEST_P(Optimizer, FollowsThePathOfPyTorch) {
  auto [path, format] = GetParam();
  Json all = readReference("optimizers.json");
  Json reference = all["optimizers"][path.reference];
  mpc::CompileOptions options;
  options.format = format;
  options.optimizer = path.optimizer;
  Evaluator evaluator(kModel, options);
  ASSERT_EQ(evaluator.error(), "");
  evaluator.set("p", reference["path"][0].get<Values>());
  evaluator.set("lr", {reference["options"]["lr"].get<double>()});
  evaluator.set("weight_decay",
                {reference["options"]["weight_decay"].get<double>()});
  double tolerance = options.format == "f64" ? 1e-12 : 1e-5;
  for (size_t t = 0; t < all["gradients"].size(); ++t) {
    evaluator.setInput("g", all["gradients"][t].get<Values>());
    evaluator.step();
    Values got = evaluator.get("p");
    Values want = reference["path"][t + 1].get<Values>();
    ASSERT_EQ(evaluator.error(), "");
    for (size_t i = 0; i < want.size(); ++i)
      ASSERT_NEAR(got[i], want[i], tolerance) << "step " << t;
  }
}

const Path kPaths[] = {
    {"sgd", "sgd"},
    {"sgd-decay", "sgd"}, // for plain SGD, decoupled decay is the same formula
    {"momentum", "momentum"},
    {"nesterov", "nesterov"},
    {"adam", "adam"},
    {"adamw", "adamw"},
    {"adamw-custom", "adamw:beta1=0.8,beta2=0.95,eps=1e-3"},
};

INSTANTIATE_TEST_SUITE_P(All, Optimizer,
                         testing::Combine(testing::ValuesIn(kPaths),
                                          testing::Values("f32", "f64")));

//===----------------------------------------------------------------------===//
// Against optax: what PyTorch does not have
//===----------------------------------------------------------------------===//

const char *const kTwoParameters = R"(
func.func @train(%g: tensor<3xf32> {mpc.input = "g"},
                 %h: tensor<1xf32> {mpc.input = "h"},
                 %p: tensor<3xf32> {mpc.param = "p"},
                 %q: tensor<1xf32> {mpc.param = "q"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.mul %p, %g : tensor<3xf32>
  %1 = mpc.reduce sum, %0 dims [0] : tensor<3xf32> -> tensor<f32>
  %2 = mpc.mul %q, %h : tensor<1xf32>
  %3 = mpc.reduce sum, %2 dims [0] : tensor<1xf32> -> tensor<f32>
  %4 = mpc.add %1, %3 : tensor<f32>
  return %4 : tensor<f32>
}
)";

class Optax : public testing::TestWithParam<std::tuple<Path, const char *>> {
protected:
  static mpc::CompileOptions getOptions(const Json &given) {
    auto [path, format] = GetParam();
    mpc::CompileOptions options;
    options.format = format;
    options.optimizer = path.optimizer;
    if (given.contains("clip_norm"))
      options.clipNorm = given["clip_norm"].get<double>();
    return options;
  }
};

TEST_P(Optax, HasTheSamePath) {
  auto [path, format] = GetParam();
  Json all = readReference("optax.json");
  Json reference = all["optimizers"][path.reference];
  bool hasTwo = reference["path"][0].contains("q");
  Evaluator evaluator(hasTwo ? kTwoParameters : kModel,
                      getOptions(reference["options"]));
  for (const auto &[name, value] : reference["options"].items())
    evaluator.set(name, {value.get<double>()});
  for (const auto &[name, value] : reference["path"][0].items())
    evaluator.set(name, value.get<Values>());
  ASSERT_EQ(evaluator.error(), "");
  double tolerance = std::string(format) == "f64" ? 1e-12 : 1e-5;
  for (size_t t = 0; t < all["gradients"].size(); ++t) {
    evaluator.setInput("g", all["gradients"][t]["p"].get<Values>());
    if (hasTwo)
      evaluator.setInput("h", all["gradients"][t]["q"].get<Values>());
    evaluator.step();
    for (const auto &[name, stored] : reference["path"][t + 1].items()) {
      Values got = evaluator.get(name), want = stored.get<Values>();
      ASSERT_EQ(evaluator.error(), "");
      for (size_t i = 0; i < want.size(); ++i)
        ASSERT_NEAR(got[i], want[i], tolerance) << name << ", step " << t;
    }
  }
}

const Path kOptaxPaths[] = {
    {"lion", "lion"},
    {"lion-decay", "lion"},
    {"lion-custom", "lion:beta1=0.6,beta2=0.8"},
    {"lamb", "lamb"},
    {"lamb-decay", "lamb:beta1=0.8,beta2=0.95,eps=1e-3"},
    {"sgd-clipped", "sgd"},
    {"adamw-clipped", "adamw"},
    {"adam-large-norm", "adam"},
};

INSTANTIATE_TEST_SUITE_P(All, Optax,
                         testing::Combine(testing::ValuesIn(kOptaxPaths),
                                          testing::Values("f32", "f64")));

//===----------------------------------------------------------------------===//
// Clipping
//===----------------------------------------------------------------------===//

class ClipNorm : public testing::Test {
protected:
  static constexpr size_t kCount = 300 * 1001;

  static std::string getModel() {
    return R"(
func.func @train(%g: tensor<300x1001xf32> {mpc.input = "g"},
                 %p: tensor<300x1001xf32> {mpc.param = "p"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.mul %p, %g : tensor<300x1001xf32>
  %1 = mpc.reduce sum, %0 dims [0, 1] : tensor<300x1001xf32> -> tensor<f32>
  return %1 : tensor<f32>
}
)";
  }

  /// The gradient by which the parameter moves under SGD with rate 1.
  static Values step(Evaluator &evaluator, const Values &gradient) {
    evaluator.set("p", Values(gradient.size()));
    evaluator.setInput("g", gradient);
    evaluator.step();
    Values moved = evaluator.get("p");
    for (double &x : moved)
      x = -x;
    return moved;
  }
};

TEST_F(ClipNorm, KeepsItsDigitsOverManyElements) {
  mpc::CompileOptions options;
  options.format = "f32";
  options.optimizer = "sgd";
  options.clipNorm = 2;
  Evaluator evaluator(getModel(), options);
  ASSERT_EQ(evaluator.error(), "");
  evaluator.set("lr", {1});
  Values gradient(kCount);
  double squares = 0;
  for (size_t i = 0; i < kCount; ++i) {
    gradient[i] = 0.1f + 0.001f * static_cast<float>(i % 97);
    squares += gradient[i] * gradient[i];
  }
  Values got = step(evaluator, gradient);
  ASSERT_EQ(evaluator.error(), "");
  for (size_t i = 0; i < kCount; i += 997)
    ASSERT_NEAR(got[i] * std::sqrt(squares) / (2 * gradient[i]), 1, 2e-6) << i;
}

TEST_F(ClipNorm, IsAScalarOfTheSession) {
  mpc::CompileOptions options;
  options.format = "f32";
  options.optimizer = "sgd";
  options.clipNorm = 1;
  Evaluator evaluator(kModel, options);
  ASSERT_EQ(evaluator.error(), "");
  evaluator.set("lr", {1});
  EXPECT_EQ(evaluator.get("clip_norm"), Values{1});
  Values gradient = {3, 0, 4};
  Values clipped = step(evaluator, gradient);
  EXPECT_NEAR(clipped[0], 0.6, 1e-7);
  EXPECT_NEAR(clipped[2], 0.8, 1e-7);
  evaluator.set("clip_norm", {2.5});
  EXPECT_EQ(step(evaluator, gradient), (Values{1.5, 0, 2}));
  // A norm that is not reached, and none at all, change no bit.
  for (double most : {5.0, 100.0, 0.0}) {
    evaluator.set("clip_norm", {most});
    EXPECT_EQ(step(evaluator, gradient), gradient) << most;
  }
  evaluator.set("clip_norm", {1});
  EXPECT_EQ(step(evaluator, {0, 0, 0}), (Values{0, 0, 0}));
  EXPECT_EQ(evaluator.error(), "");
}

// The norm is that of the unscaled gradients.
TEST_F(ClipNorm, DoesNotDependOnTheLossScale) {
  for (const char *scale : {"none", "2^10", "dynamic:init=2^16"}) {
    mpc::CompileOptions options;
    options.format = "f32";
    options.optimizer = "sgd";
    options.lossScale = scale;
    options.clipNorm = 2.5;
    Evaluator evaluator(kModel, options);
    evaluator.set("lr", {1});
    EXPECT_EQ(step(evaluator, {3, 0, 4}), (Values{1.5, 0, 2})) << scale;
    EXPECT_EQ(evaluator.error(), "");
  }
}

struct Schedule {
  const char *reference;
  bool warmup, cosine;
};

class LearningRate : public testing::TestWithParam<Schedule> {};

// Under plain SGD with gradient 1 the parameter moves by the rate.
TEST_P(LearningRate, IsThatOfPyTorch) {
  Json reference = readReference("schedules.json");
  Schedule schedule = GetParam();
  mpc::CompileOptions options;
  options.format = "f64";
  options.optimizer = "sgd";
  Evaluator evaluator(kModel, options);
  ASSERT_EQ(evaluator.error(), "");
  double base = reference["base"], floor = reference["floor"];
  evaluator.set("lr", {base});
  evaluator.set("weight_decay", {0});
  evaluator.set("total_steps", {reference["updates"].get<double>()});
  if (schedule.warmup)
    evaluator.set("warmup_steps", {reference["warmup"].get<double>()});
  if (schedule.cosine)
    evaluator.set("cosine_depth", {1 - floor / base});
  evaluator.setInput("g", {1, 1, 1});
  for (double rate : reference["rates"][schedule.reference].get<Values>()) {
    evaluator.set("p", {0, 0, 0});
    evaluator.step();
    ASSERT_EQ(evaluator.error(), "");
    ASSERT_NEAR(-evaluator.get("p")[0], rate, 1e-12);
  }
}

INSTANTIATE_TEST_SUITE_P(All, LearningRate,
                         testing::Values(Schedule{"constant", false, false},
                                         Schedule{"warmup", true, false},
                                         Schedule{"cosine", false, true},
                                         Schedule{"warmup-cosine", true,
                                                  true}));

} // namespace
