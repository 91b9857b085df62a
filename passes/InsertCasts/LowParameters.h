//===- LowParameters.h - parameters without masters -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_INSERTCASTS_LOWPARAMETERS_H
#define MPC_PASSES_INSERTCASTS_LOWPARAMETERS_H

#include "mpc/IR/States.h"

#include "mlir/IR/BuiltinOps.h"

namespace mpc {

/// Takes the module's `mpc.parameter_format` off it, if it has one, and gives
/// the entries of `mpc.parameters` elements of that format.
std::optional<Format> takeParameterFormat(mlir::ModuleOp module);

/// Casts the new parameters that `func` returns; its type follows its arguments
/// and results.
void lowerNewParameters(mlir::func::FuncOp func, Format format);

} // namespace mpc

#endif // MPC_PASSES_INSERTCASTS_LOWPARAMETERS_H
