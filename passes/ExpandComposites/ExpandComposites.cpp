//===- ExpandComposites.cpp - composites that are no kernel ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/Decomposition.h"
#include "mpc/IR/Mpc.h"
#include "mpc/IR/Names.h"
#include "mpc/Passes.h"

#include "mlir/IR/Remarks.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_EXPANDCOMPOSITESPASS
#include "mpc/Passes.h.inc"

namespace {

class ExpandComposites
    : public impl::ExpandCompositesPassBase<ExpandComposites> {
public:
  using ExpandCompositesPassBase::ExpandCompositesPassBase;

  void runOnOperation() override {
    SmallVector<Operation *> pending;
    auto find = [&](Operation *op) {
      if (getFusionKind(op) == FusionKind::Composite)
        pending.push_back(op);
    };
    getOperation().walk(find);
    while (!pending.empty())
      expand(pending.pop_back_val(), find);
    shareMovements();
  }

private:
  void expand(Operation *op, function_ref<void(Operation *)> find) {
    Operation *before = op->getPrevNode(), *after = op->getNextNode();
    Block *block = op->getBlock();
    Location loc = op->getLoc();
    std::string origin = op->getName().stripDialect().str();
    std::string label = makeLabel(op);
    PrecisionClass whole = cast<PrecisionOpInterface>(op).getPrecisionClass();
    if (!replaceByDecomposition(op)) {
      op->emitOpError("has no decomposition");
      return signalPassFailure();
    }
    ++numExpanded;
    unsigned count = 0;
    for (Operation *part = before ? before->getNextNode() : &block->front();
         part != after; part = part->getNextNode(), ++count) {
      setOrigin(part, origin);
      inheritClass(part, whole, /*isComposite=*/true);
      find(part);
    }
    remark::passed(loc, remark::RemarkOpts::name("expand").category(
                            "mpc-expand-composites"))
        << remark::add("\"{0}\" is {1} ops", label, count);
  }

  /// Lets adjoints see what the forward pass sees: CSE keeps ops apart that are
  /// marked differently, and two windows would be two ways to index a tensor.
  void shareMovements() {
    for (Block &block : getOperation().getBody()) {
      SmallVector<Operation *> kept;
      for (Operation &op : llvm::make_early_inc_range(block)) {
        if (getFusionKind(&op) != FusionKind::Movement)
          continue;
        auto same = llvm::find_if(
            kept, [&](Operation *other) { return isSame(other, &op); });
        if (same == kept.end()) {
          kept.push_back(&op);
          continue;
        }
        op.replaceAllUsesWith(*same);
        op.erase();
      }
    }
  }

  static bool isSame(Operation *a, Operation *b) {
    return OperationEquivalence::isEquivalentTo(
        a, b, OperationEquivalence::exactValueMatch, /*markEquivalent=*/nullptr,
        OperationEquivalence::IgnoreLocations |
            OperationEquivalence::IgnoreDiscardableAttrs);
  }
};

} // namespace
} // namespace mpc
