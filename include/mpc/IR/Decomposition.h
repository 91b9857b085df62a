//===- Decomposition.h - puts simpler ops in a composite's place ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_DECOMPOSITION_H
#define MPC_IR_DECOMPOSITION_H

#include "mpc/IR/Interfaces.h"

namespace mpc {

/// If `op` is a composite, replaces it by its decomposition, whose ops inherit
/// its discardable attributes and may be composites themselves. Returns true if
/// `op` is gone.
bool replaceByDecomposition(mlir::Operation *op);

/// Takes apart what no kernel can hold as a whole: composites that are several
/// kernels, and reductions that repeat their results over leading dimensions.
void decomposeForKernels(mlir::Block &block);

/// Gives `part` the precision class that it has as part of an op of class
/// `whole`, or of the adjoint of one: what that op must keep in f32, no part
/// rounds. A composite is as precise as its own class says, so that the few
/// elements of a window that it adds up are no sum to be kept.
void inheritClass(mlir::Operation *part, PrecisionClass whole,
                  bool isComposite);

} // namespace mpc

#endif // MPC_IR_DECOMPOSITION_H
