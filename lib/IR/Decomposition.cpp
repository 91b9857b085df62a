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

void inheritClass(Operation *part, PrecisionClass whole, bool isComposite) {
  auto interface = dyn_cast<PrecisionOpInterface>(part);
  if (!interface)
    return;
  PrecisionClass own = interface.getPrecisionClass();
  bool wholeIsKept = whole == PrecisionClass::Keep32;
  auto mark = [&](StringRef name) {
    part->setAttr(kClassAttr, StringAttr::get(part->getContext(), name));
  };
  if (wholeIsKept && own == PrecisionClass::Follow)
    mark(kKeep32);
  else if (isComposite && !wholeIsKept && own == PrecisionClass::Keep32)
    mark(kFollow);
}

/// Returns true if `op` gives back the shape that it reduces, and reduces other
/// than the last dimensions: no kernel can broadcast back over leading ones.
static bool reducesInTheMiddle(Operation *op) {
  auto fusable = dyn_cast<FusableOpInterface>(op);
  if (!fusable || fusable.getFusionKind() != FusionKind::Reduction)
    return false;
  auto rankOf = [](Value value) {
    return cast<RankedTensorType>(value.getType()).getRank();
  };
  SmallVector<int64_t> reduced = fusable.getReducedDims();
  int64_t rank = rankOf(op->getOperand(0));
  return rankOf(op->getResult(0)) == rank && !reduced.empty() &&
         reduced.front() != rank - static_cast<int64_t>(reduced.size());
}

void decomposeForKernels(Block &block) {
  for (bool changed = true; changed;) {
    changed = false;
    for (Operation &op : llvm::make_early_inc_range(block))
      if (getFusionKind(&op) == FusionKind::Opaque || reducesInTheMiddle(&op))
        changed |= replaceByDecomposition(&op);
  }
}

} // namespace mpc
