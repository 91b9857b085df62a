//===- Folding.h - constants through scalar bodies ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_IR_FOLDING_H
#define MPC_LIB_IR_FOLDING_H

#include "Lowering.h"

namespace mpc {

/// Runs the scalar body of elementwise `op` on splat constants. Returns nothing
/// unless all operands are splats and the result is the same on every target:
/// what would need a mathematical library is never folded.
mlir::Attribute foldSplats(mlir::Operation *op,
                           llvm::ArrayRef<mlir::Attribute> operands,
                           ScalarBuilder body);

/// Returns true if `operand` is a splat of the number `value`. Zero has either
/// sign.
bool isSplatOf(mlir::Attribute operand, double value);

} // namespace mpc

#endif // MPC_LIB_IR_FOLDING_H
