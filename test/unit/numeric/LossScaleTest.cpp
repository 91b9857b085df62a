//===- LossScaleTest.cpp - the loss scale against PyTorch's GradScaler ----===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// GradScaler's scale and growth tracker after every step are stored in
// test/reference beside the script that made them. Ours are the same bits.
// Where we look at the unscaled gradient and GradScaler does not, the reference
// says what is expected instead.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <random>

namespace {

using Json = nlohmann::json;

// The adjoint of p is (scale * a) * b, so that it may be finite where a * b is
// not.
const char *const kModel = R"(
func.func @train(%a: tensor<4xf32> {mpc.input = "a"},
                 %b: tensor<4xf32> {mpc.input = "b"},
                 %p: tensor<4xf32> {mpc.param = "p"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.mul %p, %b : tensor<4xf32>
  %1 = mpc.mul %0, %a : tensor<4xf32>
  %2 = mpc.reduce sum, %1 dims [0] : tensor<4xf32> -> tensor<f32>
  return %2 : tensor<f32>
}
)";

const Json &readScenarios() {
  static const Json all = [] {
    std::ifstream stream(MPC_REFERENCE_DIR "/grad-scaler.json");
    return Json::parse(stream)["scenarios"];
  }();
  return all;
}

std::vector<std::string> nameScenarios() {
  std::vector<std::string> names;
  for (const auto &[name, scenario] : readScenarios().items())
    names.push_back(name);
  return names;
}

/// The unscaled gradient that a step of a scenario asks for.
double findGradient(const Json &gradient, double scale) {
  const double infinity = std::numeric_limits<double>::infinity();
  if (gradient == "inf")
    return infinity;
  if (gradient == "-inf")
    return -infinity;
  if (gradient == "nan")
    return std::numeric_limits<double>::quiet_NaN();
  // A number is the scaled gradient.
  return gradient.is_number() ? gradient.get<double>() / scale : 1;
}

class LossScale : public testing::TestWithParam<std::string> {
protected:
  void start(const Json &wanted) {
    mpc::CompileOptions options;
    options.optimizer = "sgd";
    evaluator = std::make_unique<Evaluator>(kModel, options);
    ASSERT_EQ(evaluator->error(), "");
    evaluator->set("loss_scale", {wanted["init"].get<double>()});
    evaluator->set("scale_growth", {wanted["growth"].get<double>()});
    evaluator->set("scale_backoff", {wanted["backoff"].get<double>()});
    evaluator->set("growth_interval", {wanted["interval"].get<double>()});
    evaluator->set("lr", {1});
    evaluator->set("weight_decay", {0});
    evaluator->set("p", {0.5, 0.5, 0.5, 0.5});
    ASSERT_EQ(evaluator->error(), "");
  }

  void step(const Json &gradient) {
    double value = findGradient(gradient, get("loss_scale"));
    // One bad element among good ones, not the first.
    bool split = std::isfinite(value) && value > 1e30;
    evaluator->setInput("a", {1, 0, split ? 1e30 : value, 1});
    evaluator->setInput("b", {1, 1, split ? value / 1e30 : 1, 1});
    evaluator->step();
    ASSERT_EQ(evaluator->error(), "");
  }

  double get(const char *name) { return evaluator->get(name)[0]; }

  std::unique_ptr<Evaluator> evaluator;
};

TEST_P(LossScale, FollowsGradScaler) {
  const Json &scenario = readScenarios()[GetParam()];
  start(scenario["options"]);
  int64_t skips = 0, at = 0;
  for (const Json &stored : scenario["steps"]) {
    const Json &want =
        stored.contains("deviation") ? stored["deviation"] : stored;
    std::vector<double> before = evaluator->get("p");
    step(stored["gradient"]);
    SCOPED_TRACE("step " + std::to_string(++at));
    ASSERT_EQ(get("loss_scale"), want["scale"].get<double>());
    ASSERT_EQ(get("growth_tracker"), want["tracker"].get<double>());
    skips += want["skipped"].get<bool>();
    ASSERT_EQ(get("skipped"), skips);
    ASSERT_EQ(get("iteration"), at);
    ASSERT_EQ(get("updates"), at - skips);
    ASSERT_EQ(evaluator->get("p") == before, want["skipped"].get<bool>());
    // After it this is no longer GradScaler's history.
    if (stored.contains("deviation"))
      break;
  }
}

//===----------------------------------------------------------------------===//
// Floor, cap and hysteresis, which GradScaler does not have
//===----------------------------------------------------------------------===//

/// What the scale should do, told with a countdown and early returns where the
/// step has trackers and selects. All factors are powers of two.
struct ScaleModel {
  float scale, growth, backoff, floor, cap;
  int interval, hysteresis;
  int goodInRow = 0;
  int patience = hysteresis;

  std::string text() const {
    std::string all = "dynamic:";
    auto add = [&](const char *key, double value) {
      all += (all.back() == ':' ? "" : ",") + std::string(key) + "=" +
             std::to_string(value);
    };
    add("init", scale), add("growth", growth), add("backoff", backoff);
    add("floor", floor), add("cap", cap);
    return all + ",interval=" + std::to_string(interval) +
           ",hysteresis=" + std::to_string(hysteresis);
  }

  void finishBadStep() {
    goodInRow = 0;
    if (patience > 1) {
      --patience;
      return;
    }
    scale = scale * backoff < floor ? floor : scale * backoff;
  }

  void finishGoodStep() {
    if (++goodInRow < interval)
      return;
    goodInRow = 0;
    patience = hysteresis;
    scale = scale * growth > cap ? cap : scale * growth;
  }
};

class LossScaleBounds : public testing::TestWithParam<ScaleModel> {};

TEST_P(LossScaleBounds, FollowAnIndependentModel) {
  ScaleModel model = GetParam();
  mpc::CompileOptions options;
  options.optimizer = "sgd";
  options.lossScale = model.text();
  Evaluator evaluator(kModel, options);
  ASSERT_EQ(evaluator.error(), "");
  std::mt19937 random(7);
  bool met[3] = {}; // floor, cap, a bad step that does not move the scale
  for (int i = 0; i < 200; ++i) {
    // Long spells of either, so that both ends are met.
    bool isBad = random() % 100 < (i / 40 % 2 ? 70 : 15);
    evaluator.setInput("a", {1, 1, isBad ? HUGE_VAL : 1, 1});
    evaluator.setInput("b", {1, 1, 1, 1});
    evaluator.step();
    float before = model.scale;
    isBad ? model.finishBadStep() : model.finishGoodStep();
    ASSERT_EQ(evaluator.error(), "");
    ASSERT_EQ(evaluator.get("loss_scale")[0], model.scale) << "step " << i;
    ASSERT_EQ(evaluator.get("growth_tracker")[0], model.goodInRow);
    ASSERT_EQ(evaluator.get("hysteresis_tracker")[0],
              model.hysteresis - model.patience);
    met[0] |= model.scale == model.floor;
    met[1] |= model.scale == model.cap;
    met[2] |= isBad && model.scale == before && before != model.floor;
  }
  EXPECT_TRUE(met[0]);
  EXPECT_TRUE(met[1]);
  EXPECT_EQ(met[2], model.hysteresis > 1);
}

INSTANTIATE_TEST_SUITE_P(All, LossScaleBounds,
                         testing::Values(ScaleModel{64, 2, 0.5, 16, 256, 3, 1},
                                         ScaleModel{64, 2, 0.5, 16, 256, 3, 2},
                                         ScaleModel{64, 4, 0.25, 1, 100, 2, 3},
                                         ScaleModel{8, 2, 0.5, 4, 8, 1, 4},
                                         ScaleModel{1, 2, 0.125, 0.25, 65536, 1,
                                                    2}));

TEST(LossScaleBoundsAtRunTime, AreObeyedAtTheNextStep) {
  mpc::CompileOptions options;
  options.optimizer = "sgd";
  Evaluator evaluator(kModel, options);
  evaluator.setInput("a", {1, 1, 1, 1});
  evaluator.setInput("b", {1, 1, 1, 1});
  evaluator.set("scale_cap", {1024});
  evaluator.step();
  EXPECT_EQ(evaluator.get("loss_scale")[0], 1024);
  evaluator.set("scale_cap", {1e30});
  evaluator.set("scale_floor", {4096});
  evaluator.step();
  EXPECT_EQ(evaluator.get("loss_scale")[0], 4096);
  EXPECT_EQ(evaluator.error(), "");
}

TEST(LossScaleInterval, GrowsTheScaleAlsoIfShortenedBelowTheTracker) {
  mpc::CompileOptions options;
  options.optimizer = "sgd";
  options.lossScale = "dynamic:init=64,interval=100";
  Evaluator evaluator(kModel, options);
  ASSERT_EQ(evaluator.error(), "");
  evaluator.setInput("a", {1, 1, 1, 1});
  evaluator.setInput("b", {1, 1, 1, 1});
  for (int i = 0; i < 5; ++i)
    evaluator.step();
  ASSERT_EQ(evaluator.get("growth_tracker")[0], 5);
  evaluator.set("growth_interval", {2});
  evaluator.step();
  ASSERT_EQ(evaluator.error(), "");
  EXPECT_EQ(evaluator.get("loss_scale")[0], 128);
  EXPECT_EQ(evaluator.get("growth_tracker")[0], 0);
}

INSTANTIATE_TEST_SUITE_P(All, LossScale, testing::ValuesIn(nameScenarios()),
                         [](const auto &info) {
                           std::string name = info.param;
                           for (char &c : name)
                             c = c == '-' ? '_' : c;
                           return name;
                         });

} // namespace
