//===- CopyKernel.h - a kernel that only copies ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_COPYKERNEL_H
#define MPC_IR_COPYKERNEL_H

#include "mpc/IR/Mpc.h"

namespace mpc {

/// The type of `tensor` in lowered form: unsigned elements become signless.
mlir::RankedTensorType loweredType(mlir::Type tensor);

/// Builds a kernel, lowered from the start, whose result is a copy of `value`.
KernelOp buildCopyKernel(mlir::OpBuilder &builder, mlir::Value value);

} // namespace mpc

#endif // MPC_IR_COPYKERNEL_H
