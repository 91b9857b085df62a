//===- Trainer.cpp - the training loop ------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Trainer.h"

#include "Command.h"
#include "FileBytes.h"
#include "Signals.h"
#include "Text.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

namespace mpc::tool {

namespace {

namespace fb = mpcrt::fb;

/// Scalar results are metrics.
std::vector<NamedType> metricsOf(const fb::Function &train) {
  std::vector<NamedType> metrics = outputsOf(train);
  std::erase_if(metrics, [](const auto &type) { return !type.shape.empty(); });
  return metrics;
}

/// The results of @eval have one element per example, so that a padded batch
/// can be averaged.
std::vector<NamedType> perExample(const fb::Function &eval, int64_t batch) {
  std::vector<NamedType> outputs = outputsOf(eval);
  for (const NamedType &type : outputs)
    if (type.shape != Shape{batch})
      fail(Exit::badInput,
           "result '{}' of @eval expects one element per example, {}, but is "
           "{}",
           type.name, describeType(type.dtype, {&batch, 1}),
           describeType(type.dtype, type.shape));
  return outputs;
}

void makeDirectory(const std::string &path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error)
    fail(Exit::os, "cannot make directory '{}': {}", path,
         osReason(error.value()));
}

/// Checkpoints of two runs in one folder could be taken for one another.
void refuseToMix(const mpcrt::LatestCheckpoint &latest) {
  if (!latest.path.empty())
    fail(Exit::usage,
         "{} is of an earlier run: add --resume to go on from it, or give "
         "another --checkpoint folder",
         latest.path);
}

std::optional<double> find(const Metrics &metrics, const char *name) {
  for (const auto &[key, value] : metrics)
    if (key == name)
      return value;
  return std::nullopt;
}

} // namespace

Trainer::Trainer(const TrainOptions &options)
    : options(options),
      engine(openEngine(options.model, options.compile, options.device)),
      data(options.data, inputsOf(findFunction(*engine, "train")), "train",
           "--data"),
      session(openSession(engine, options.device, options.threads)),
      seed(options.seed.value_or(0)),
      train(findFunction(*engine, "train"),
            metricsOf(findFunction(*engine, "train"))) {
  findFunction(*engine, "update");
  if (options.evalData.empty())
    return;
  const fb::Function &function = findFunction(*engine, "eval");
  evalData.emplace(options.evalData, inputsOf(function), "eval", "--eval-data");
  eval.emplace(function, perExample(function, evalData->getBatchSize()));
}

Exit Trainer::run() {
  CatchSignals signals;
  start();
  int64_t perEpoch = batches->getStepsPerEpoch();
  progress.start(step, data.getBatchSize() * batches->getBatchesPerStep());
  while (step < totalSteps && !CatchSignals::caught()) {
    int64_t epoch = step / perEpoch;
    trainEpoch(epoch + 1, std::min((epoch + 1) * perEpoch, totalSteps));
  }
  progress.clear();
  if (CatchSignals::caught())
    return interrupt();
  if (eval && evaluated.empty())
    evaluate((step + perEpoch - 1) / perEpoch);
  saveCheckpoint();
  printSummary();
  return Exit::ok;
}

void Trainer::announce() const {
  std::string_view scaling = "no loss scale";
  if (getScalar(*session, "loss_scale"))
    scaling = getScalar(*session, "growth_tracker") ? "loss scale dynamic"
                                                    : "loss scale static";
  std::string device = session->deviceName();
  if (device == "host")
    device += fmt::format(", {} thread{}", session->threads(),
                          session->threads() == 1 ? "" : "s");
  fmt::print(stderr, "training {}: {}, {}, {}\n", printable(options.model),
             session->meta().format()->string_view(), scaling,
             printable(device));
}

void Trainer::start() {
  announce();
  setMicroBatches();
  if (!resume())
    fillParameters(*session, options.params, seed);
  batches.emplace(data, static_cast<uint64_t>(seed), session->microBatches());
  // Without --epochs, the steps say it all.
  totalSteps = options.epochs ? *options.epochs * batches->getStepsPerEpoch()
                              : *options.steps;
  if (options.steps)
    totalSteps = std::min(totalSteps, *options.steps);
  setScalars();
  scalars.emplace(
      Scalars(*session, {"loss_scale", "scale_floor", "skipped", "updates"}));
  started = step;
  log.emplace(options.log, step);
}

/// Makes the loss scale that of the engine again, as if never moved.
void Trainer::resetScale() {
  for (const fb::State *state : *session->meta().states()) {
    const fb::Tensor &tensor = *state->tensor();
    std::string_view name = tensor.name()->string_view();
    bool isNumber = state->kind() == fb::StateKind::scalar ||
                    state->kind() == fb::StateKind::counter;
    // What was skipped stays skipped.
    if (isNumber && name != "skipped" &&
        std::ranges::find(mpcrt::kScalingStates, name) !=
            std::end(mpcrt::kScalingStates))
      setScalar(*session, tensor.name()->c_str(), state->initial());
  }
}

void Trainer::setClipNorm(double norm) {
  if (getScalar(*session, "clip_norm"))
    return setScalar(*session, "clip_norm", norm);
  if (norm != 0)
    fail(Exit::usage,
         "{} was compiled without --clip-norm: its step computes no norm",
         engine->name());
}

void Trainer::setMicroBatches() {
  if (!options.compile.givesMicroBatches())
    return;
  int64_t count = options.compile.microBatches();
  if (getScalar(*session, "micro_batches"))
    setScalar(*session, "micro_batches", static_cast<double>(count));
  else if (count != 1)
    fail(Exit::usage,
         "{} was compiled without --micro-batches: its step adds no gradients "
         "up",
         engine->name());
}

void Trainer::setScalars() {
  setScalar(*session, "total_steps", static_cast<double>(totalSteps));
  if (options.rate)
    setScalar(*session, "lr", *options.rate);
  if (options.weightDecay)
    setScalar(*session, "weight_decay", *options.weightDecay);
  if (options.compile.givesClipNorm())
    setClipNorm(options.compile.clipNorm());
  if (options.warmup)
    setScalar(*session, "warmup_steps", static_cast<double>(*options.warmup));
  if (!options.schedule.empty())
    setScalar(*session, "cosine_depth", options.schedule == "cosine" ? 1 : 0);
  schedule = Schedule(*session);
}

void Trainer::trainEpoch(int64_t epoch, int64_t end) {
  sums.clear();
  summed = 0;
  progress.startEpoch(step);
  while (started < end && !CatchSignals::caught()) {
    submitStep(epoch);
    if (progress.isDue())
      progress.draw(describeMoment(epoch));
    if (options.checkpointEvery && started % options.checkpointEvery == 0) {
      collectSteps(0);
      saveCheckpoint();
    }
  }
  collectSteps(0);
  if (step == end)
    finishEpoch(epoch);
}

void Trainer::submitStep(int64_t epoch) {
  int64_t parts = batches->getBatchesPerStep();
  for (int64_t part = 0; part < parts; ++part) {
    batches->load(started, part, train.getInputs());
    running.push_back({train.submit(*session), epoch, part + 1 == parts});
    // A GPU has its next step before it is asked for results.
    collectSteps(session->pipelineDepth() - 1);
  }
  ++started;
}

/// Reads results until those of `left` micro-batches are to come.
void Trainer::collectSteps(size_t left) {
  while (running.size() > left)
    collectStep();
}

void Trainer::collectStep() {
  // An update that was skipped does not move the schedule.
  auto updates = scalars->get("updates");
  auto skipped = scalars->get("skipped");
  double scale = scalars->get("loss_scale").value_or(1);
  rate = schedule.getRate(
      static_cast<int64_t>(updates.value_or(static_cast<double>(step))));
  Running done = running.front();
  running.pop_front();
  train.collect(*session, done.ticket, *scalars);
  addPart();
  if (!done.isLast)
    return;
  ++step;
  Metrics metrics = std::exchange(partMetrics, {});
  for (auto &[name, value] : metrics)
    value /= static_cast<double>(batches->getBatchesPerStep());
  log->writeStep(step, done.epoch, metrics, rate, scalars->get("loss_scale"),
                 scalars->get("skipped"));
  if (scalars->get("skipped") != skipped)
    return countSkip(metrics, scale);
  skipsInRow = 0;
  sumMetrics(metrics);
}

/// Adds what one micro-batch says to what those before it have said.
void Trainer::addPart() {
  const Buffers &outputs = train.getOutputs();
  for (size_t i = 0; i < outputs.size(); ++i) {
    double value = elementAsDouble(outputs.getTensor(i), 0);
    if (partMetrics.size() < outputs.size())
      partMetrics.emplace_back(outputs.getTypes()[i].name, value);
    else
      partMetrics[i].second += value;
  }
}

void Trainer::sumMetrics(const Metrics &metrics) {
  // The loss is the first output. Going on would only overwrite checkpoints
  // that are still good.
  if (!metrics.empty() && !std::isfinite(metrics[0].second))
    fail(
        Exit::numerical,
        "the {} of step {} is {}, though its gradients are finite; try a lower "
        "--lr, or go on from an earlier checkpoint with --resume",
        metrics[0].first, step, describeNumber(metrics[0].second));
  if (sums.empty())
    sums = metrics;
  else
    for (size_t i = 0; i < sums.size(); ++i)
      sums[i].second += metrics[i].second;
  ++summed;
}

void Trainer::finishEpoch(int64_t epoch) {
  Moment moment = describeMoment(epoch);
  auto loss = find(moment.metrics, "loss");
  if (loss)
    bestLoss = std::min(bestLoss.value_or(*loss), *loss);
  if (eval)
    evaluate(epoch);
  progress.finishEpoch(moment,
                       eval ? "test " + describeMetrics(evaluated) : "");
  log->flush();
}

void Trainer::evaluate(int64_t epoch) {
  EvaluationBatches evalBatches(*evalData);
  const Buffers &outputs = eval->getOutputs();
  evaluated.clear();
  for (const NamedType &type : outputs.getTypes())
    evaluated.emplace_back(type.name, 0.0);
  for (int64_t i = 0; i < evalBatches.getCount(); ++i) {
    int64_t real = evalBatches.load(i, eval->getInputs());
    eval->run(*session);
    for (size_t k = 0; k < outputs.size(); ++k)
      for (int64_t row = 0; row < real; ++row)
        evaluated[k].second += elementAsDouble(outputs.getTensor(k), row);
  }
  for (auto &[name, value] : evaluated)
    value /= static_cast<double>(evalData->getExampleCount());
  log->writeEval(step, epoch, evaluated);
}

int64_t Trainer::countSkipped() const {
  return static_cast<int64_t>(scalars->get("skipped").value_or(0));
}

Moment Trainer::describeMoment(int64_t epoch) const {
  int64_t perEpoch = batches->getStepsPerEpoch();
  Moment moment;
  moment.epoch = epoch;
  moment.epochs = (totalSteps + perEpoch - 1) / perEpoch;
  moment.stepInEpoch = step - (epoch - 1) * perEpoch;
  moment.stepsInEpoch = perEpoch;
  moment.step = step;
  moment.steps = totalSteps;
  moment.metrics = sums;
  for (auto &[name, value] : moment.metrics)
    value /= static_cast<double>(summed);
  moment.rate = rate;
  moment.scale = scalars->get("loss_scale");
  moment.skipped = countSkipped();
  moment.samplesPerSecond = progress.measureSpeed(step);
  return moment;
}

void Trainer::saveCheckpoint() {
  if (options.checkpoint.empty() || savedStep == step)
    return;
  log->flush();
  mpcrt::CheckpointInfo info;
  info.iteration = step;
  info.seed = seed;
  info.position["examples"] = std::to_string(data.getExampleCount());
  if (int64_t parts = batches->getBatchesPerStep(); parts != 1)
    info.position["micro_batches"] = std::to_string(parts);
  std::string path = mpcrt::checkpointPath(options.checkpoint, step);
  check(mpcrt::saveCheckpoint(*session, path, info));
  savedStep = step;
  savedPath = path;
}

bool Trainer::resume() {
  if (options.checkpoint.empty())
    return false;
  auto latest = take(mpcrt::latestCheckpoint(options.checkpoint));
  if (!options.resume) {
    refuseToMix(latest);
    makeDirectory(options.checkpoint);
    return false;
  }
  if (latest.path.empty() && !latest.warnings.empty())
    fail(Exit::badInput, "{}; nothing else to resume from",
         latest.warnings.front());
  for (const std::string &warning : latest.warnings)
    warn(warning);
  if (latest.path.empty()) {
    fmt::print(stderr, "no checkpoint in {}, starting from step 0\n",
               options.checkpoint);
    makeDirectory(options.checkpoint);
    return false;
  }
  takeOver(take(mpcrt::loadCheckpoint(*session, latest.path)), latest.path);
  // An option that was given counts more than the checkpoint.
  if (options.compile.givesLossScale())
    resetScale();
  return true;
}

void Trainer::takeOver(const mpcrt::CheckpointInfo &info,
                       const std::string &path) {
  if (options.seed && *options.seed != info.seed)
    fail(Exit::usage, "--seed expects {}, that of {}, but got {}", info.seed,
         path, *options.seed);
  auto examples = info.position.find("examples");
  std::string present = std::to_string(data.getExampleCount());
  if (examples != info.position.end() && examples->second != present)
    fail(Exit::badInput, "{}: was trained on {} examples, but --data has {}",
         path, examples->second, present);
  checkMicroBatches(info, path);
  seed = info.seed;
  step = savedStep = info.iteration;
  savedPath = path;
  fmt::print(stderr, "resuming from {}\n", path);
}

/// A step that takes other examples would go on at another place in the data.
void Trainer::checkMicroBatches(const mpcrt::CheckpointInfo &info,
                                const std::string &path) {
  auto saved = info.position.find("micro_batches");
  std::string expected = saved == info.position.end() ? "1" : saved->second;
  std::string present = std::to_string(options.compile.givesMicroBatches()
                                           ? options.compile.microBatches()
                                           : session->microBatches());
  if (present != expected)
    fail(Exit::usage, "--micro-batches expects {}, that of {}, but got {}",
         printable(expected), path, present);
}

Exit Trainer::interrupt() {
  log->flush();
  saveCheckpoint();
  if (savedPath.empty())
    fail(Exit::interrupted,
         "interrupted at step {} of {}; nothing was saved "
         "(--checkpoint DIR saves)",
         step, totalSteps);
  fail(Exit::interrupted,
       "interrupted at step {} of {}; saved {}, go on with --resume", step,
       totalSteps, savedPath);
}

void Trainer::printSummary() const {
  std::vector<std::string> parts;
  if (auto accuracy = find(evaluated, "accuracy"))
    parts.push_back(fmt::format("test accuracy {:.1f} %", 100 * *accuracy));
  else if (!evaluated.empty())
    parts.push_back("test " + describeMetrics(evaluated));
  if (bestLoss)
    parts.push_back(fmt::format("best loss {:.3g}", *bestLoss));
  if (int64_t skipped = countSkipped())
    parts.push_back(fmt::format("{} step{} skipped", groupDigits(skipped),
                                skipped == 1 ? "" : "s"));
  parts.push_back("engine " +
                  describeBytes(static_cast<double>(engine->bytes())));
  if (!savedPath.empty())
    parts.push_back("checkpoint " + savedPath);
  writeStdout(fmt::format("{}\n", fmt::join(parts, "   ")));
}

} // namespace mpc::tool
