//===- Residuals.h - names what the adjoint reads -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_DIFFERENTIATE_RESIDUALS_H
#define MPC_PASSES_DIFFERENTIATE_RESIDUALS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace mpc {

/// Gives each forward op of `func` that an adjoint op uses a unique
/// `mpc.residual`, the same for the same text. Returns how many there are.
unsigned nameResiduals(mlir::func::FuncOp func);

} // namespace mpc

#endif // MPC_PASSES_DIFFERENTIATE_RESIDUALS_H
