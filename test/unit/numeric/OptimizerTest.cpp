//===- OptimizerTest.cpp - updates and schedules against PyTorch ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// PyTorch's own paths, computed in f64, are stored in test/reference beside the
// script that made them. Ours agree to 1e-12 in f64 and to 1e-5 in f32.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

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
    {"adam", "adam"},
    {"adamw", "adamw"},
    {"adamw-custom", "adamw:beta1=0.8,beta2=0.95,eps=1e-3"},
};

INSTANTIATE_TEST_SUITE_P(All, Optimizer,
                         testing::Combine(testing::ValuesIn(kPaths),
                                          testing::Values("f32", "f64")));

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
