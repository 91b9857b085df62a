//===- Views.h - tensors that lie in the memory of others -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_PLANBUFFERS_VIEWS_H
#define MPC_PASSES_PLANBUFFERS_VIEWS_H

#include "mpc/Analysis/KernelGrouping.h"

namespace mpc {

/// True if the result of `op` lies in the memory of its one operand.
bool liesInOperand(mlir::Operation *op);

/// True for a bit that a kernel raises and never lowers.
bool isRaised(mlir::Value value);

/// Bytes from the start of the memory of the pack or view `op` to where
/// `operand`, or the view's result, lies in it.
int64_t getOffsetBytes(mlir::Operation *op, unsigned operand);

/// The value whose memory `value` names.
mlir::Value findBase(mlir::Value value);

/// True if the operands of a pack leave no byte of it undefined.
bool coversMemory(mlir::Operation *pack);

} // namespace mpc

#endif // MPC_PASSES_PLANBUFFERS_VIEWS_H
