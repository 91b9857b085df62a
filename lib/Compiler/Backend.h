//===- Backend.h - code for one target --------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_COMPILER_BACKEND_H
#define MPC_LIB_COMPILER_BACKEND_H

#include "mpc/Compiler.h"
#include "mpc/Engine/EngineWriter.h"

#include <functional>
#include <memory>

namespace mpc {

/// Told of kernels that are done; false interrupts.
using KernelProgress = std::function<bool(size_t done, size_t all)>;

/// What is different from target to target once kernels are planned.
class Backend {
public:
  virtual ~Backend() = default;

  /// Generates code for all kernels of `module` after PlanBuffers. Writes it to
  /// `dumpDir` as well, kernel by kernel, unless that is empty; `needsText` if
  /// getText() will be asked for. Errors are reported.
  virtual CompileStatus generate(mlir::ModuleOp module,
                                 const std::string &dumpDir,
                                 bool needsText) = 0;

  /// The code of all kernels for people.
  virtual std::string getText() const = 0;

  /// The plan for people.
  virtual std::string describePlan(mlir::ModuleOp module) const = 0;

  /// The engine's sections; CUDA text goes to `sources`.
  virtual mlir::FailureOr<EngineTarget>
  finish(mlir::ModuleOp module, EngineSources &sources,
         const KernelProgress &progress) = 0;
};

/// For the CPU that `cpu` names; null after an error at `loc`.
std::unique_ptr<Backend> createHostBackend(llvm::StringRef cpu,
                                           mlir::Location loc);

/// For `chip`, "sm_80".
std::unique_ptr<Backend> createCudaBackend(llvm::StringRef chip);

} // namespace mpc

#endif // MPC_LIB_COMPILER_BACKEND_H
