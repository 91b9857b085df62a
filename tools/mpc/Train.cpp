//===- Train.cpp - mpc train ----------------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"
#include "Trainer.h"

#include <CLI/App.hpp>

#include <cmath>

namespace mpc::tool {

namespace {

constexpr const char *kUsage =
    "mpc train (MODEL.mlir|ENGINE) --data NAME=FILE ... --epochs N [options]";
constexpr const char *kExamples =
    "  mpc train model.mlir --data x=images.idx.gz --data y=labels.idx.gz \\\n"
    "      --epochs 8 --lr 1e-3 --schedule cosine --warmup 100\n"
    "  mpc train model.engine --data x=data.safetensors:x --data y=y.npy \\\n"
    "      --steps 5000 --checkpoint runs/a --checkpoint-every 500 --resume\n";

template <typename T>
void add(CLI::App &app, const char *group, const char *name, T &value,
         const char *argument, const char *what) {
  named(app.add_option(name, value, what), argument)->group(group);
}

void declareData(CLI::App &app, TrainOptions &options) {
  app.add_option("model", options.model, "model or engine");
  const char *group = "data";
  repeated(named(app.add_option("--data", options.data,
                                "an input's examples: IDX (also .gz), .npy or "
                                "safetensors (FILE:tensor)"),
                 "NAME=FILE"))
      ->group(group);
  repeated(named(app.add_option("--eval-data", options.evalData,
                                "examples for @eval after each epoch"),
                 "NAME=FILE"))
      ->group(group);
  add(app, group, "--params", options.params, "FILE",
      "first parameters (default: the model's initialisers)");
  add(app, group, "--seed", options.seed, "N",
      "of initial parameters and shuffling (0)");
}

void declareOptimization(CLI::App &app, TrainOptions &options) {
  const char *group = "optimization";
  add(app, group, "--epochs", options.epochs, "N", "passes over the data");
  add(app, group, "--steps", options.steps, "N", "steps at most");
  add(app, group, "--lr", options.rate, "X", "learning rate");
  add(app, group, "--schedule", options.schedule, "constant|cosine",
      "how the learning rate goes on after warm-up (constant)");
  add(app, group, "--warmup", options.warmup, "N",
      "steps in which the learning rate rises");
  add(app, group, "--weight-decay", options.weightDecay, "X",
      "decoupled weight decay");
}

void declareRun(CLI::App &app, TrainOptions &options) {
  const char *group = "run";
  add(app, group, "--log", options.log, "FILE", "a JSON line per step");
  add(app, group, "--checkpoint", options.checkpoint, "DIR",
      "save a checkpoint at the end and when interrupted");
  add(app, group, "--checkpoint-every", options.checkpointEvery, "N",
      "... and every N steps");
  app.add_flag("--resume", options.resume,
               "go on from the last checkpoint in DIR")
      ->group(group);
  add(app, group, "--device", options.device, "auto|host|cuda[:N]",
      "where to train (auto)");
  add(app, group, "--threads", options.threads, "N",
      "CPU threads (one per CPU); results do not depend on it");
}

constexpr int64_t kMaxCount = 1'000'000'000;

void expectCount(const char *name, const std::optional<int64_t> &value,
                 int64_t least) {
  if (value && (*value < least || *value > kMaxCount))
    fail(Exit::usage, "{} expects a number from {} to {}, but got {}", name,
         least, kMaxCount, *value);
}

void expectNonNegative(const char *name, const std::optional<double> &value) {
  if (value && !(*value >= 0 && std::isfinite(*value)))
    fail(Exit::usage, "{} expects a number from 0 up, but got {}", name,
         *value);
}

void checkOptions(const TrainOptions &options) {
  if (options.model.empty())
    fail(Exit::usage, "no model given. Usage: {}", kUsage);
  if (!options.epochs && !options.steps)
    fail(Exit::usage, "no end of training given: add --epochs N or --steps N");
  expectCount("--epochs", options.epochs, 1);
  expectCount("--steps", options.steps, 1);
  expectNonNegative("--lr", options.rate);
  expectNonNegative("--weight-decay", options.weightDecay);
  expectCount("--warmup", options.warmup, 0);
  expectCount("--checkpoint-every", options.checkpointEvery, 0);
  if (!options.schedule.empty() && options.schedule != "constant" &&
      options.schedule != "cosine")
    fail(Exit::usage, "--schedule expects constant or cosine, but got '{}'",
         options.schedule);
  if (options.checkpoint.empty() && (options.resume || options.checkpointEvery))
    fail(Exit::usage, "{} needs --checkpoint DIR",
         options.resume ? "--resume" : "--checkpoint-every");
  checkDevice(options.device);
}

} // namespace

Run declareTrain(CLI::App &app) {
  auto options = std::make_shared<TrainOptions>();
  describe(app, kUsage, kExamples);
  declareData(app, *options);
  declareOptimization(app, *options);
  declareRun(app, *options);
  options->compile.declare(app, /*runsSteps=*/true);
  options->compile.declareCache(app);
  return [options] {
    checkOptions(*options);
    return Trainer(*options).run();
  };
}

} // namespace mpc::tool
