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

namespace mpc {

constexpr llvm::StringLiteral kUpdateFunction = "update";
constexpr llvm::StringLiteral kParamsState = "params";
constexpr llvm::StringLiteral kGradientsState = "gradients";

/// A state that the optimizer brings along.
struct OptimizerState {
  llvm::StringRef name;
  llvm::StringRef kind;
  mlir::RankedTensorType type;
  std::optional<double> initial = {};
};

/// All states of `@update`, in the order of its arguments.
llvm::SmallVector<OptimizerState>
getOptimizerStates(const OptimizerSpec &spec, mlir::RankedTensorType arena);

/// The argument attributes of a state.
mlir::DictionaryAttr getStateAttrs(const OptimizerState &state,
                                   mlir::MLIRContext *context);

/// Appends `@update` to the module.
void buildUpdate(mlir::ModuleOp module, const OptimizerSpec &spec,
                 const ParameterTable &parameters);

} // namespace mpc

#endif // MPC_PASSES_ATTACHOPTIMIZER_UPDATE_H
