//===- Options.cpp - compile options, common to several commands ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Options.h"

#include "Command.h"

#include <CLI/App.hpp>

#include <algorithm>

namespace mpc::tool {

/// True for what an engine is compiled for and a state of it then holds.
static bool isSetAtRunTime(const CLI::Option &option) {
  return option.check_lname("clip-norm") || option.check_lname("micro-batches");
}

CLI::Option *CompileFlags::remember(CLI::Option *option) {
  declared.push_back(option);
  return option->group("compiler");
}

void CompileFlags::declare(CLI::App &app, bool runs) {
  runsSteps = runs;
  auto add = [&](const char *name, std::string &value, const char *argument,
                 const char *what) {
    remember(named(app.add_option(name, value, what), argument));
  };
  add("--target", values.target, "TARGET[,TARGET]",
      "what the engine runs on: host, cuda:sm_80, cuda:sm_90a, ..., or auto, "
      "the GPU at hand or else the host (host, or of a model that runs at once "
      "its device)");
  add("--format", values.format, "f16|bf16|tf32|f32|f64",
      "what contractions read, and what follows them (f16: half the bytes, and "
      "tensor cores; f32 with --policy=O0)");
  add("--policy", values.policy, "amp|O0|O1|O2|O3",
      "decides which values are stored low: O0 none, amp and O1 as PyTorch's "
      "autocast, O2 all but sums and norms, O3 also the parameters (amp: it "
      "trains without tuning)");
  remember(
      repeated(named(app.add_option("--keep", values.keep,
                                    "stores ops of these names, * and ? "
                                    "allowed, in a format; beats policies"),
                     "PATTERN=FORMAT")));
  add("--casts", values.casts, "fused|strict",
      "rounds what is stored, or all that was decided (fused)");
  add("--loss-scale", values.lossScale, "SPEC",
      "none, a number, or "
      "dynamic[:init=,growth=,backoff=,interval=,floor=,cap=,"
      "hysteresis=] (dynamic for f16, which loses small gradients, else none)");
  add("--math", values.math, "exact|fast",
      "exp, log and rsqrt by the same steps on every target, or as the GPU has "
      "them "
      "(exact)");
  add("--optimizer", values.optimizer, "SPEC",
      "sgd, momentum, nesterov, adam, adamw, lamb or lion, with constants: "
      "adamw:beta2=0.95 (adamw)");
  remember(repeated(named(
      app.add_option("--group", values.groups,
                     "what holds for parameters of these names, * and ? "
                     "allowed: lr=FACTOR, decay=FACTOR (as 'decay=0' for "
                     "biases), or frozen, which saves gradient and state"),
      "PATTERN:KEY[=X],...")));
  remember(named(app.add_option("--clip-norm", values.clipNorm,
                                "scales gradients down to this norm of all of "
                                "them together (0: no clipping, which saves "
                                "reading them once more)"),
                 "X"));
  remember(named(app.add_option("--micro-batches", values.microBatches,
                                "batches whose gradients are added up before "
                                "one update (1: no memory for a sum)"),
                 "N"));
  add("--cpu", values.cpu, "CPU", "native, x86-64-v3 or x86-64-v4 (native)");
  add("--fusion", fusion, "on|off", "several ops in one kernel (on)");
}

void CompileFlags::declareCache(CLI::App &app) {
  remember(app.add_flag("--cache", values.cache,
                        "takes an engine that was compiled before of the same "
                        "text and options, from MPC_CACHE_DIR"));
}

void CompileFlags::declareDumps(CLI::App &app) {
  std::string steps;
  for (const StepInfo &step : compilerSteps())
    steps += fmt::format("{}{}", steps.empty() ? "" : ", ", step.name);
  remember(named(app.add_option("--emit", values.emit,
                                "stop after a step and print it: " + steps),
                 "STEP"));
  remember(named(app.add_option("--dump-ir", values.dumpDir,
                                "write every step's text there"),
                 "DIR"));
}

CompileOptions CompileFlags::options() const {
  if (fusion != "on" && fusion != "off")
    fail(Exit::usage, "--fusion expects on or off, but got '{}'", fusion);
  CompileOptions result = values;
  result.fusion = fusion == "on";
  return result;
}

bool CompileFlags::gives(const char *name) const {
  return std::ranges::any_of(declared, [&](const CLI::Option *option) {
    return option->check_lname(name) && option->count() != 0;
  });
}

bool CompileFlags::givesTarget() const { return gives("target"); }

bool CompileFlags::givesClipNorm() const { return gives("clip-norm"); }

bool CompileFlags::givesMicroBatches() const { return gives("micro-batches"); }

std::string describeOptions(const CompileOptions &options) {
  std::string text =
      fmt::format("--policy={} --casts={} --optimizer={} --cpu={} --fusion={}",
                  options.policy, options.casts, options.optimizer, options.cpu,
                  options.fusion ? "on" : "off");
  if (!options.format.empty())
    text += fmt::format(" --format={}", options.format);
  if (!options.lossScale.empty())
    text += fmt::format(" --loss-scale={}", options.lossScale);
  if (options.math != "exact")
    text += fmt::format(" --math={}", options.math);
  if (options.clipNorm != 0)
    text += fmt::format(" --clip-norm={}", options.clipNorm);
  if (options.microBatches != 1)
    text += fmt::format(" --micro-batches={}", options.microBatches);
  for (const std::string &group : options.groups)
    text += fmt::format(" --group='{}'", group);
  for (const std::string &keep : options.keep)
    text += fmt::format(" --keep='{}'", keep);
  return text;
}

std::vector<std::string> CompileFlags::given() const {
  std::vector<std::string> names;
  for (const CLI::Option *option : declared)
    if (option->count() != 0 && !(runsSteps && isSetAtRunTime(*option)))
      names.push_back(option->get_name());
  return names;
}

} // namespace mpc::tool
