//===- EngineWriter.h - puts plan, code and metadata into one file --------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_ENGINE_ENGINEWRITER_H
#define MPC_ENGINE_ENGINEWRITER_H

#include "mpc/CodeGen/Host.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <utility>
#include <vector>

namespace mpc {

/// What an engine remembers of how it was compiled.
struct EngineIdentity {
  std::string producer;
  std::string format;
  std::string optimizer;
  /// Further options, in order. No path of the compiling machine belongs here.
  std::vector<std::pair<std::string, std::string>> options;
};

/// Returns the bytes of the engine file (mpcrt/EngineFormat.h) for `module`
/// after PlanBuffers and its host code. The bytes depend on the arguments only.
std::string writeEngine(mlir::ModuleOp module, const HostTarget &target,
                        const HostCode &code, const EngineIdentity &identity);

/// The plan as text for people: functions, launches, buffers.
std::string describePlan(mlir::ModuleOp module, const HostCode &code);

} // namespace mpc

#endif // MPC_ENGINE_ENGINEWRITER_H
