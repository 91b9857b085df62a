//===- Decomposition.cpp - puts simpler ops in a composite's place --------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/Decomposition.h"

#include "mpc/IR/Mpc.h"

using namespace mlir;

namespace mpc {

namespace {

struct Heritage : OpBuilder::Listener {
  explicit Heritage(Operation *ancestor) : ancestor(ancestor) {}

  void notifyOperationInserted(Operation *op, OpBuilder::InsertPoint) override {
    op->setDiscardableAttrs(ancestor->getDiscardableAttrDictionary());
  }

  Operation *ancestor;
};

} // namespace

bool replaceByDecomposition(Operation *op) {
  auto lowerable = dyn_cast<LowerableOpInterface>(op);
  if (!lowerable)
    return false;
  Heritage heritage(op);
  OpBuilder builder(op);
  builder.setListener(&heritage);
  SmallVector<Value> values = lowerable.decompose(builder);
  if (values.empty())
    return false;
  op->replaceAllUsesWith(values);
  op->erase();
  return true;
}

} // namespace mpc
