//===- BenchStep.cpp - mpc bench-step -------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Times the training step on a synthetic batch, for the benchmark harness: one
// JSON line.
//
//===----------------------------------------------------------------------===//

#include "Calls.h"
#include "Command.h"
#include "FileBytes.h"

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

struct BenchCommand {
  std::string model;
  CompileFlags compile;
  int steps = 1000;
  std::string device = "auto";
  int threads = 0;

  Exit run();
  std::vector<double> timeSteps(mpcrt::Session &session,
                                const Call &call) const;
};

/// Microseconds from one result to the next, with as many steps under way as
/// the device wants.
std::vector<double> BenchCommand::timeSteps(mpcrt::Session &session,
                                            const Call &call) const {
  Scalars none(session, {});
  std::deque<uint64_t> running;
  std::vector<double> times;
  Clock::time_point before = Clock::now();
  while (static_cast<int>(times.size()) < steps) {
    running.push_back(call.submit(session));
    if (static_cast<int>(running.size()) < session.pipelineDepth())
      continue;
    call.collect(session, running.front(), none);
    running.pop_front();
    Clock::time_point now = Clock::now();
    times.push_back(std::chrono::duration<double>(now - before).count() * 1e6);
    before = now;
  }
  for (uint64_t ticket : running)
    call.collect(session, ticket, none);
  return times;
}

Exit BenchCommand::run() {
  if (model.empty() || steps <= 0)
    fail(Exit::usage, "bench-step expects a model and a positive --steps");
  Clock::time_point start = Clock::now();
  EnginePtr engine = openEngine(model, compile);
  double compileSeconds = secondsSince(start);
  const mpcrt::fb::Function &train = findFunction(*engine, "train");
  SessionPtr session = openSession(engine, device, threads);
  Call call(train, {outputsOf(train).at(0)});
  fillParameters(*session, "", 0);
  fillRandomly(call);
  call.step(*session);
  double firstStep = secondsSince(start);
  for (int i = 0; i < kWarmUp; ++i)
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
  writeStdout(result.dump() + "\n");
  return Exit::ok;
}

} // namespace

Run declareBenchStep(CLI::App &app) {
  auto command = std::make_shared<BenchCommand>();
  describe(app, "mpc bench-step (MODEL.mlir|ENGINE) [--steps N] [--threads N]",
           "  mpc bench-step model.mlir --steps 2000\n");
  app.add_option("model", command->model, "model or engine");
  named(app.add_option("--steps", command->steps, "steps to time (1000)"), "N")
      ->group("run");
  named(app.add_option("--device", command->device, "where to run (auto)"),
        "auto|host|cuda[:N]")
      ->group("run");
  named(app.add_option("--threads", command->threads, "CPU threads"), "N")
      ->group("run");
  command->compile.declare(app);
  return [command] { return command->run(); };
}

} // namespace mpc::tool
