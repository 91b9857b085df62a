//===- Passes.h - all passes of mpc ---------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_H
#define MPC_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include <string>

namespace mpc {

/// Returns what is wrong with the optimizer option, `name[:key=value,...]`, or
/// nothing. For tools that must know before they compile.
std::string findOptimizerError(llvm::StringRef option);

/// The same for groups of parameters: `PATTERN:KEY[=VALUE],...`.
std::string findGroupsError(llvm::ArrayRef<std::string> texts);
/// The same for the number of micro-batches of a step.
std::string findMicroBatchesError(int64_t count);
/// The same for the norm that gradients are clipped to.
std::string findClipNormError(double norm);
/// The same for a policy and its format.
std::string findPolicyError(llvm::StringRef name, llvm::StringRef format);
/// The format of a policy if none is asked for: f32 for O0, f16 for all others.
llvm::StringRef getDefaultFormat(llvm::StringRef policy);
/// The same for the list of `PATTERN=FORMAT` to keep.
std::string findKeepError(llvm::ArrayRef<std::string> texts);
/// The same for the loss scale: none, a number, or
/// `dynamic[:key=value,...]`.
std::string findLossScaleError(llvm::StringRef text);
/// The same for the mode of casts.
std::string findCastsError(llvm::StringRef mode);

#define GEN_PASS_DECL
#include "mpc/Passes.h.inc"
#define GEN_PASS_REGISTRATION
#include "mpc/Passes.h.inc"
} // namespace mpc

#endif // MPC_PASSES_H
