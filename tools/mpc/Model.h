//===- Model.h - models and engines, opened for use -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_MODEL_H
#define MPC_TOOLS_MODEL_H

#include "Dataset.h"
#include "Failure.h"
#include "Options.h"

#include "mpc/Explain.h"
#include "mpcrt/Engine.h"

namespace mpc::tool {

using EnginePtr = std::shared_ptr<const mpcrt::Engine>;

/// Turns a failure of the runtime into ours.
inline void check(const mpcrt::Status &status) {
  if (!status.ok())
    throw Failure(static_cast<Exit>(status.code()), status.message());
}

/// The value, or the runtime's failure as ours.
template <typename T>
T take(mpcrt::Expected<T> result) {
  if (!result)
    check(result.error());
  return *std::move(result);
}

/// Compiles the model in `path`; shows its diagnostics, and fails if there are
/// errors.
CompileResult compileModel(const std::string &path,
                           const CompileOptions &options);

/// Explains the model in `path`; the same of its diagnostics.
Explanation explainModel(const std::string &path,
                         const CompileOptions &options);

/// Opens what lies at `path`, told apart by content: an engine is mapped, a
/// model compiled in memory, for `device` alone unless there is a --target.
/// Compile options given with an engine are an error.
EnginePtr openEngine(const std::string &path, const CompileFlags &flags,
                     const std::string &device);

/// Opens an engine file; a model is refused.
EnginePtr openEngineFile(const std::string &path);

/// The function's entry in one of the plans; fails if the engine lacks it.
const mpcrt::fb::Function &findFunction(const mpcrt::Engine &engine,
                                        const std::string &name);
/// Null if the engine lacks it.
const mpcrt::fb::Function *lookUpFunction(const mpcrt::Engine &engine,
                                          const std::string &name);

std::vector<NamedType> inputsOf(const mpcrt::fb::Function &function);
std::vector<NamedType> outputsOf(const mpcrt::fb::Function &function);

/// What a function costs, from the plan alone.
struct FunctionCost {
  int64_t launches = 0; ///< kernels and memsets
  int64_t copies = 0;   ///< inputs and outputs
  int64_t arenaBytes = 0;
  int64_t liveBytes = 0;
  int64_t residualBytes = 0;
  int64_t contractionFlops = 0;
  int64_t contractionFlops16 = 0;
  int64_t casts = 0;
  int64_t castsRemoved = 0;
};
FunctionCost costOf(const mpcrt::fb::Function &function);

/// The cost of one function after the other.
FunctionCost operator+(const FunctionCost &first, const FunctionCost &second);

/// The cost of the whole step, `train` and `update`, and `accumulate` of one
/// micro-batch if there is one, or of the dearest function
/// if the plan has no step.
FunctionCost costOfStep(const mpcrt::fb::Plan &plan);

/// Elements of all parameters.
int64_t countParameters(const mpcrt::fb::Meta &meta);

/// Bytes of all parameters' masters.
int64_t countMasterBytes(const mpcrt::fb::Meta &meta);

} // namespace mpc::tool

#endif // MPC_TOOLS_MODEL_H
