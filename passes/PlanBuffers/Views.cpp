//===- Views.cpp - tensors that lie in the memory of others ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Views.h"

#include "Access.h"

using namespace mlir;

namespace mpc {

static bool hasKind(Operation *op, FusionKind kind) {
  auto fusable = dyn_cast_or_null<FusableOpInterface>(op);
  return fusable && fusable.getFusionKind() == kind;
}

bool liesInOperand(Operation *op) { return hasKind(op, FusionKind::View); }

bool isRaised(Value value) {
  auto kernel = value.getDefiningOp<KernelOp>();
  if (!kernel)
    return false;
  auto yield = cast<YieldOp>(kernel.getBody().front().getTerminator());
  return raisesBit(yield.getValues()[cast<OpResult>(value).getResultNumber()]
                       .getDefiningOp());
}

int64_t getOffsetBytes(Operation *op, unsigned operand) {
  int64_t bits =
      cast<ShapedType>(op->getResult(0).getType()).getElementTypeBitWidth();
  return cast<FusableOpInterface>(op).getOperandOffset(operand) *
         std::max<int64_t>(bits / 8, 1);
}

Value findBase(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (!liesInOperand(op))
      break;
    value = op->getOperand(0);
  }
  return value;
}

bool coversMemory(Operation *pack) {
  if (isSharedPack(pack))
    return true;
  int64_t covered = 0;
  for (OpOperand &operand : pack->getOpOperands()) {
    if (getOffsetBytes(pack, operand.getOperandNumber()) != covered)
      return false;
    covered += getBytes(operand.get().getType());
  }
  return covered == getBytes(pack->getResult(0).getType());
}

} // namespace mpc
