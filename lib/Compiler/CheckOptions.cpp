//===- CheckOptions.cpp - what a compilation is asked for -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compilation.h"

#include "mpc/Passes.h"
#include "mpcrt/CudaCompiler.h"
#include "mpcrt/Session.h"

#include <set>

using namespace mlir;

namespace mpc {

static std::string findMathError(const std::string &mode) {
  return mode == "exact" || mode == "fast"
             ? ""
             : "unknown kind of math '" + mode + "', expects exact or fast";
}

bool Compilation::checkTargets() {
  std::set<std::string> seen;
  for (const std::string &name : getTargets()) {
    if (!seen.insert(name).second)
      return fail(CompileStatus::usage,
                  "target '" + name + "' is given more than once");
    StringRef chip = name;
    bool isCuda = chip.consume_front(kCudaPrefix);
    bool isKnown = llvm::any_of(mpcrt::cudaArchs(), [&](std::string_view arch) {
      return chip == StringRef(arch) && chip.starts_with("sm_");
    });
    if (name == "host" || (isCuda && isKnown))
      continue;
    std::string known = "auto, host";
    for (std::string_view arch : mpcrt::cudaArchs())
      if (StringRef(arch).starts_with("sm_"))
        known += ", " + kCudaPrefix.str() + std::string(arch);
    return fail(CompileStatus::usage,
                "unknown target '" + name + "', expects one of " + known);
  }
  return true;
}

/// auto is the GPU at hand; one that cannot be compiled for must not keep the CPU
/// from training.
void Compilation::chooseTarget() {
  if (options.target != "auto")
    return;
  auto found = mpcrt::findTarget("auto");
  options.target = found ? *found : "host";
  if (options.target == "host")
    return;
  if (auto nvrtc = mpcrt::findNvrtc(); !nvrtc) {
    tell(CompileMessage::Kind::note,
         "the GPU is not used: " + nvrtc.error().message());
    options.target = "host";
  }
}

bool Compilation::checkOptions() {
  chooseTarget();
  if (!checkTargets())
    return false;
  if (options.format != "f64" && !symbolizeFormat(options.format))
    return fail(CompileStatus::usage,
                "unknown format '" + options.format +
                    "', expects f16, bf16, tf32, f32 or f64");
  for (const std::string &error :
       {findOptimizerError(options.optimizer), findGroupsError(options.groups),
        findClipNormError(options.clipNorm),
        findMicroBatchesError(options.microBatches),
        findPolicyError(options.policy, options.format),
        findKeepError(options.keep), findCastsError(options.casts),
        findMathError(options.math),
        options.lossScale.empty() ? "" : findLossScaleError(options.lossScale)})
    if (!error.empty())
      return fail(CompileStatus::usage, error);
  if (options.format == "f64" && !options.keep.empty())
    return fail(CompileStatus::usage,
                "in f64 every value is f64: there is nothing to keep '" +
                    options.keep.front() + "' for");
  if (options.emit.empty())
    return true;
  std::string known;
  for (const StepInfo &step : compilerSteps()) {
    if (options.emit == step.name)
      return true;
    known += (known.empty() ? "" : ", ") + std::string(step.name);
  }
  return fail(CompileStatus::usage,
              "unknown step '" + options.emit + "', expects one of " + known);
}

} // namespace mpc
