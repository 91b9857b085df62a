//===- BareCopy.cpp - a function without casts and flags ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BareCopy.h"

#include "StepGraph.h"

using namespace mlir;

namespace mpc {

bool isFlag(Operation *op) { return getFusionKind(op) == FusionKind::Flag; }

BareCopy::BareCopy(func::FuncOp func) : copy(func.clone()) {
  for (auto [original, copied] :
       llvm::zip(func.getBody().front(), copy->getBody().front()))
    originals[&copied] = &original;
  strip();
}

/// Gives the results of `op` the elements that its operands have now, if it
/// only hands them on.
static void retype(Operation *op, llvm::DenseMap<Value, Type> &before) {
  for (OpResult result : op->getResults())
    for (Value operand : op->getOperands()) {
      Type old = before.lookup(operand);
      auto type = cast<RankedTensorType>(result.getType());
      if (!old || old != type.getElementType())
        continue;
      before[result] = old;
      result.setType(
          type.clone(cast<ShapedType>(operand.getType()).getElementType()));
    }
}

void BareCopy::strip() {
  // Element types that values had before what they are made of lost its casts.
  llvm::DenseMap<Value, Type> before;
  for (Operation &op : llvm::make_early_inc_range(copy->getBody().front())) {
    if (isCast(&op)) {
      Value operand = op.getOperand(0);
      Type old = cast<ShapedType>(op.getResult(0).getType()).getElementType();
      if (old != cast<ShapedType>(operand.getType()).getElementType())
        before[operand] = old;
      op.getResult(0).replaceAllUsesWith(operand);
      op.erase();
    } else if (isSharedPack(&op)) {
      op.setOperands({});
    } else if (getFusionKind(&op) != FusionKind::Contraction) {
      retype(&op, before);
    }
  }
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(copy->getBody().front())))
    if (isFlag(&op) && op.use_empty())
      op.erase();
}

void BareCopy::translate(KernelGroup &group) const {
  auto replace = [&](SmallVectorImpl<Operation *> &ops) {
    for (Operation *&op : ops)
      op = getOriginal(op);
  };
  llvm::DenseMap<Operation *, DomainDims> dims;
  for (Operation *op : group.ops)
    dims[getOriginal(op)] = group.dims.lookup(op);
  group.dims = std::move(dims);
  group.main = getOriginal(group.main);
  replace(group.ops);
  replace(group.members);
}

} // namespace mpc
