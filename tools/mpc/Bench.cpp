//===- Bench.cpp - mpc bench ----------------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Times the training step, or each of its kernels, on a synthetic batch.
//
//===----------------------------------------------------------------------===//

#include "Calls.h"
#include "Command.h"
#include "FileBytes.h"
#include "KernelTable.h"
#include "Text.h"

#include <CLI/App.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <random>
#include <sys/resource.h>

namespace mpc::tool {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kWarmUp = 50;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Floats from 0 to 1, bytes of images over their whole range; integers of
/// rank 1 are taken for labels, of which every model has 0 and 1.
void fillRandomly(Call &call) {
  std::mt19937 random(1);
  for (size_t i = 0; i < call.getInputs().size(); ++i) {
    const NamedType &type = call.getInputs().getTypes()[i];
    bool isFloat = type.dtype >= DType::f16;
    uint32_t range =
        type.dtype == DType::ui8 && type.shape.size() > 1 ? 256 : 2;
    Tensor numbers = allocateTensor(DType::i32, type.shape);
    auto *ints = reinterpret_cast<int32_t *>(mutableBytes(numbers));
    auto count = static_cast<int64_t>(*countElements(type.shape));
    for (int64_t k = 0; k < count; ++k)
      ints[k] = static_cast<int32_t>(random() % (isFloat ? 1 << 20 : range));
    std::byte *place = call.getInputs().getPointers()[i];
    if (type.dtype == DType::i1 || type.dtype == DType::ui8)
      for (int64_t k = 0; k < count; ++k)
        place[k] = static_cast<std::byte>(ints[k]);
    else
      convertElements(DType::i32, numbers.bytes.data(), type.dtype, place,
                      count);
    if (type.dtype == DType::f32)
      for (int64_t k = 0; k < count; ++k)
        reinterpret_cast<float *>(place)[k] *= 0x1p-20f;
    if (type.dtype == DType::f64)
      for (int64_t k = 0; k < count; ++k)
        reinterpret_cast<double *>(place)[k] *= 0x1p-20;
  }
}

constexpr const char *kUsage =
    "mpc bench (MODEL.mlir|ENGINE) [--kernels] [options]";
constexpr const char *kExamples =
    "  mpc bench model.mlir --steps 2000\n"
    "  mpc bench model.mlir --kernels --device=cuda\n"
    "  mpc bench model.engine --kernels --plan=cuda:sm_80\n";

struct BenchCommand {
  std::string model;
  CompileFlags compile;
  int steps = 1000;
  std::string device = "auto";
  int threads = 0;
  bool kernels = false;
  std::string function;
  bool step = false;
  std::string plan;
  int rounds = 11;
  bool json = false;

  Exit run();
  void checkOptions() const;
  Exit timeWholeSteps();
  Exit showKernels();
  Exit showPlan();
  std::vector<std::string> chooseFunctions(const mpcrt::Engine &engine) const;
  void print(const KernelTable &table, const std::string &where,
             const std::vector<std::string> &functions) const;
  std::vector<double> timeSteps(mpcrt::Session &session,
                                const Call &call) const;
};

/// Microseconds from one result to the next, with as many steps under way as
/// the device wants.
std::vector<double> BenchCommand::timeSteps(mpcrt::Session &session,
                                            const Call &call) const {
  Scalars none(session, {});
  std::deque<uint64_t> running;
  int64_t parts = 0; ///< micro-batches whose results are here
  std::vector<double> times;
  Clock::time_point before = Clock::now();
  while (static_cast<int>(times.size()) < steps) {
    running.push_back(call.submit(session));
    if (static_cast<int>(running.size()) < session.pipelineDepth())
      continue;
    call.collect(session, running.front(), none);
    running.pop_front();
    if (++parts % session.microBatches())
      continue;
    Clock::time_point now = Clock::now();
    times.push_back(std::chrono::duration<double>(now - before).count() * 1e6);
    before = now;
  }
  for (uint64_t ticket : running)
    call.collect(session, ticket, none);
  return times;
}

Exit BenchCommand::timeWholeSteps() {
  Clock::time_point start = Clock::now();
  EnginePtr engine = openEngine(model, compile, device);
  double compileSeconds = secondsSince(start);
  const mpcrt::fb::Function &train = findFunction(*engine, "train");
  SessionPtr session = openSession(engine, device, threads);
  Call call(train, {outputsOf(train).at(0)});
  fillParameters(*session, "", 0);
  fillRandomly(call);
  int64_t parts = session->microBatches();
  for (int64_t i = 0; i < parts; ++i)
    call.step(*session);
  double firstStep = secondsSince(start);
  for (int64_t i = 0; i < kWarmUp * parts; ++i)
    call.step(*session);
  std::vector<double> times = timeSteps(*session, call);
  std::sort(times.begin(), times.end());
  struct rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  nlohmann::ordered_json result = {
      {"step_us_median", times[times.size() / 2]},
      {"step_us_min", times.front()},
      {"peak_rss_mb", static_cast<double>(usage.ru_maxrss) / 1024},
      {"first_step_s", firstStep},
      {"compile_ms", compileSeconds * 1e3},
      {"device", session->deviceName()},
      {"threads", session->threads()}};
  writeStdout(json ? result.dump() + "\n"
                   : fmt::format("{}: a step takes {:.1f} us, at least {:.1f} "
                                 "us, of {} steps\n",
                                 printable(session->deviceName()),
                                 times[times.size() / 2], times.front(),
                                 times.size()));
  return Exit::ok;
}

/// The functions of a step, unless one is named or there is no step.
std::vector<std::string>
BenchCommand::chooseFunctions(const mpcrt::Engine &engine) const {
  if (function.empty()) {
    findFunction(engine, "train");
    findFunction(engine, "update");
    if (lookUpFunction(engine, "accumulate"))
      return {"train", "accumulate", "update"};
    return {"train", "update"};
  }
  findFunction(engine, function);
  return {function};
}

void BenchCommand::print(const KernelTable &table, const std::string &where,
                         const std::vector<std::string> &functions) const {
  std::string names = fmt::format("{}", fmt::join(functions, ", "));
  if (json) {
    writeStdout(printJson(table, {{"device", where}, {"functions", names}}));
    return;
  }
  for (const std::string &note : table.notes)
    fmt::print(stderr, "mpc: note: {}\n", printable(note));
  writeStdout(
      fmt::format("{} on {}\n{}", names, printable(where), printText(table)));
}

Exit BenchCommand::showKernels() {
  EnginePtr engine = openEngine(model, compile, device);
  std::vector<std::string> names = chooseFunctions(*engine);
  const mpcrt::fb::Function &first = findFunction(*engine, names.front());
  SessionPtr session = openSession(engine, device, threads);
  Call call(first, {});
  fillParameters(*session, "", 0);
  fillRandomly(call);
  std::vector<mpcrt::LaunchProfile> launches =
      call.profile(*session, names, rounds);
  // The plan that runs is the one that has the function.
  const mpcrt::fb::Plan *running = nullptr;
  for (const std::string &target : engine->targets())
    for (const mpcrt::fb::Function *one : *engine->plan(target)->functions())
      if (one == session->findFunction(names.front()))
        running = engine->plan(target);
  print(describeKernels(*engine, *running, launches), session->deviceName(),
        names);
  return Exit::ok;
}

/// What the engine itself tells of a plan, which needs no device.
Exit BenchCommand::showPlan() {
  EnginePtr engine = openEngine(model, compile, "host");
  const mpcrt::fb::Plan *chosen = engine->plan(plan);
  if (!chosen)
    fail(Exit::badInput, "{}: has no plan for '{}', only for {}",
         engine->name(), plan, listNames(engine->targets()));
  std::vector<std::string> names = chooseFunctions(*engine);
  std::vector<mpcrt::LaunchProfile> launches;
  for (const std::string &name : names)
    for (const mpcrt::fb::Function *one : *chosen->functions())
      if (one->name()->str() == name)
        for (const mpcrt::LaunchProfile &launch : listLaunches(*one, *chosen))
          launches.push_back(launch);
  print(describeKernels(*engine, *chosen, launches), plan + ", not run", names);
  return Exit::ok;
}

void BenchCommand::checkOptions() const {
  if (model.empty())
    fail(Exit::usage, "no model given. Usage: {}", kUsage);
  if (steps <= 0 || rounds <= 0)
    fail(Exit::usage, "{} expects a number from 1 up, but got {}",
         steps <= 0 ? "--steps" : "--rounds", steps <= 0 ? steps : rounds);
  if (step && !function.empty())
    fail(Exit::usage, "--step and --function exclude each other");
  if (!kernels && (!function.empty() || !plan.empty() || step))
    fail(Exit::usage, "{} needs --kernels",
         !plan.empty() ? "--plan"
         : step        ? "--step"
                       : "--function");
  checkDevice(device);
}

Exit BenchCommand::run() {
  checkOptions();
  if (!kernels)
    return timeWholeSteps();
  return plan.empty() ? showKernels() : showPlan();
}

} // namespace

Run declareBench(CLI::App &app) {
  auto command = std::make_shared<BenchCommand>();
  describe(app, kUsage, kExamples);
  auto add = [&](const char *name, auto &value, const char *argument,
                 const char *what) {
    named(app.add_option(name, value, what), argument)->group("run");
  };
  auto addFlag = [&](const char *name, bool &value, const char *what) {
    app.add_flag(name, value, what)->group("run");
  };
  app.add_option("model", command->model, "model or engine");
  add("--steps", command->steps, "N", "steps to time (1000)");
  add("--device", command->device, "auto|host|cuda[:N]", "where to run (auto)");
  add("--threads", command->threads, "N", "CPU threads (one per CPU)");
  addFlag("--kernels", command->kernels,
          "a table of the step's kernels instead of its time");
  addFlag("--step", command->step,
          "the kernels of @train and @update, as is "
          "the rule");
  add("--function", command->function, "NAME", "the kernels of this function");
  add("--plan", command->plan, "TARGET",
      "what the engine tells of its plan for a target; runs nothing");
  add("--rounds", command->rounds, "N", "how often a kernel is timed (11)");
  addFlag("--json", command->json, "prints one line of JSON");
  command->compile.declare(app);
  command->compile.declareCache(app);
  return [command] { return command->run(); };
}

} // namespace mpc::tool
