//===- HostBackend.cpp - code for the CPU -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Backend.h"

#include "CodeFolder.h"

using namespace mlir;

namespace mpc {

namespace {

class HostBackend : public Backend {
public:
  explicit HostBackend(HostTarget target) : target(std::move(target)) {}

  CompileStatus generate(ModuleOp module, const std::string &dumpDir,
                         bool needsText) override {
    CodeFolder folder(dumpDir, needsText);
    if (!folder.error().empty()) {
      emitError(module.getLoc()) << folder.error();
      return CompileStatus::os;
    }
    FailureOr<HostCode> made = generateHostCode(module, target, folder.path());
    if (failed(made))
      return CompileStatus::internal;
    code = std::move(*made);
    if (needsText)
      text = folder.readAssembly();
    return CompileStatus::ok;
  }

  std::string getText() const override { return text; }

  std::string describePlan(ModuleOp module) const override {
    return mpc::describePlan(module, code.kernelOfOp, [&](unsigned kernel) {
      return "tasks " + std::to_string(code.kernels[kernel].tasks);
    });
  }

  FailureOr<EngineTarget> finish(ModuleOp module, EngineSources &,
                                 const KernelProgress &) override {
    return buildHostTarget(module, target, code);
  }

private:
  HostTarget target;
  HostCode code;
  std::string text;
};

} // namespace

std::unique_ptr<Backend> createHostBackend(StringRef cpu, Location loc) {
  FailureOr<HostTarget> target =
      HostTarget::get(cpu, [&] { return emitError(loc); });
  if (failed(target))
    return nullptr;
  return std::make_unique<HostBackend>(std::move(*target));
}

} // namespace mpc
