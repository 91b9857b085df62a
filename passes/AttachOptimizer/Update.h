//===- Update.h - builds @update ------------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_ATTACHOPTIMIZER_UPDATE_H
#define MPC_PASSES_ATTACHOPTIMIZER_UPDATE_H

#include "Optimizers.h"
#include "Parameters.h"

#include "mpc/IR/States.h"

namespace mpc {

constexpr llvm::StringLiteral kClipNormState = "clip_norm";

/// All states of `@update`, in the order of its arguments.
llvm::SmallVector<StateInfo> getOptimizerStates(const OptimizerSpec &spec,
                                                mlir::RankedTensorType arena);

/// Appends `@update` to the module.
void buildUpdate(mlir::ModuleOp module, const OptimizerSpec &spec,
                 const ParameterTable &parameters);

} // namespace mpc

#endif // MPC_PASSES_ATTACHOPTIMIZER_UPDATE_H
