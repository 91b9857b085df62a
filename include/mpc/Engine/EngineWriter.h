//===- EngineWriter.h - puts plan, code and metadata into one file --------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_ENGINE_ENGINEWRITER_H
#define MPC_ENGINE_ENGINEWRITER_H

#include "mpc/CodeGen/Cuda.h"
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

/// What an engine holds for one target: sections "plan:<name>" and
/// "code:<name>".
struct EngineTarget {
  std::string name; ///< "host", "cuda:sm_80"
  std::string plan;
  std::string code;
};

/// Section "sources": the CUDA text of all targets.
struct EngineSources {
  struct Source {
    std::string name, text, ptx;
  };
  std::vector<Source> headers, kernels;

  /// The number of the kernel with that text, which is added unless it is there.
  unsigned addKernel(Source source);
};

/// The plan of `module` after PlanBuffers, with its code.
EngineTarget buildHostTarget(mlir::ModuleOp module, const HostTarget &target,
                             const HostCode &code);

/// The same for CUDA; `cubins` and `sourceOfKernel` are in the order of
/// `code.kernels`.
EngineTarget buildCudaTarget(mlir::ModuleOp module, llvm::StringRef chip,
                             const CudaCode &code,
                             llvm::ArrayRef<std::string> cubins,
                             llvm::ArrayRef<unsigned> sourceOfKernel);

/// Returns the bytes of the engine file (mpcrt/EngineFormat.h). `module` is that
/// of any of the targets. The bytes depend on the arguments only.
std::string writeEngine(mlir::ModuleOp module,
                        llvm::ArrayRef<EngineTarget> targets,
                        const EngineSources &sources,
                        const EngineIdentity &identity);

/// The plan as text for people: functions, launches, buffers. `describeKernel`
/// says how the kernel of that number runs.
std::string
describePlan(mlir::ModuleOp module, llvm::ArrayRef<unsigned> kernelOfOp,
             llvm::function_ref<std::string(unsigned)> describeKernel);

} // namespace mpc

#endif // MPC_ENGINE_ENGINEWRITER_H
