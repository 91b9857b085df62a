//===- CopyKernel.cpp - a kernel that only copies -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/CopyKernel.h"

using namespace mlir;

namespace mpc {

KernelOp buildCopyKernel(OpBuilder &builder, Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  auto kernel = KernelOp::create(
      builder, value.getLoc(), TypeRange(type), value, KernelKind::pointwise,
      "copy", type.getShape(), /*reduced=*/{}, ArrayAttr(), ArrayAttr());
  Block &block = kernel.getBody().emplaceBlock();
  Value argument = block.addArgument(loweredType(type), value.getLoc());
  OpBuilder body = OpBuilder::atBlockEnd(&block);
  YieldOp::create(body, value.getLoc(), argument);
  return kernel;
}

} // namespace mpc
