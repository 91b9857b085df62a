//===- SimplifyCasts.cpp - removes casts that nothing needs ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/Analysis/KernelGrouping.h"
#include "mpc/IR/Decomposition.h"
#include "mpc/IR/Names.h"
#include "mpc/Passes.h"

#include "mlir/IR/Remarks.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_SIMPLIFYCASTSPASS
#include "mpc/Passes.h.inc"

std::string findCastsError(StringRef mode) {
  if (mode == "fused" || mode == "strict")
    return "";
  return ("unknown mode of casts '" + mode + "', expects fused or strict")
      .str();
}

namespace {

class SimplifyCasts : public impl::SimplifyCastsPassBase<SimplifyCasts> {
public:
  using SimplifyCastsPassBase::SimplifyCastsPassBase;

  void runOnOperation() override {
    func::FuncOp func = getOperation();
    if (std::string error = findCastsError(casts); !error.empty()) {
      func.emitError(error);
      return signalPassFailure();
    }
    if (func.isExternal())
      return;
    // Grouping is asked of what kernels are formed of.
    if (func.getBody().hasOneBlock())
      decomposeForKernels(func.getBody().front());
    if (collectCasts().empty())
      return;
    if (failed(checkGroupable(func)))
      return signalPassFailure();
    removeExact();
    if (casts == "fused" && fusion)
      removeInternal();
    count();
  }

private:
  SmallVector<CastOp> collectCasts() {
    return llvm::to_vector(getOperation().getBody().front().getOps<CastOp>());
  }

  void removeExact() {
    for (CastOp cast : collectCasts()) {
      SmallVector<Value> folded;
      if (failed(OpBuilder(cast).tryFold(cast, folded)))
        continue;
      cast.replaceAllUsesWith(folded[0]);
      cast.erase();
      ++numExact;
    }
    numExact += eraseUnread();
  }

  /// Lets ops read what their own kernels compute as it is computed.
  void removeInternal() {
    KernelGrouping grouping(getOperation(), fusion);
    for (CastOp cast : collectCasts())
      for (OpOperand &use : llvm::make_early_inc_range(cast->getUses())) {
        Value base = stripCasts(cast);
        // A flag must see what is stored: rounding may make it infinite. What is
        // read as tf32 is multiplied so: nothing else would round it.
        if (isCast(use.getOwner()) || cast.getFormat() == Format::tf32 ||
            getFusionKind(use.getOwner()) == FusionKind::Flag ||
            base.getType() != cast.getType() ||
            !grouping.isInternal(base, use.getOwner()))
          continue;
        use.set(base);
        remark::passed(cast.getLoc(), getOptions())
            << remark::add("{0} reads \"{1}\" as it is computed, in f32",
                           use.getOwner()->getName().getStringRef(),
                           makeLabel(base.getDefiningOp()));
      }
    numInternal += eraseUnread();
  }

  unsigned eraseUnread() {
    unsigned erased = 0;
    SmallVector<CastOp> all = collectCasts();
    for (CastOp cast : llvm::reverse(all)) {
      if (!cast->use_empty())
        continue;
      cast.erase();
      ++erased;
    }
    return erased;
  }

  void count() {
    int64_t left = collectCasts().size();
    numLeft += left;
    getOperation()->setAttr(kCastsLeftAttr,
                            Builder(&getContext()).getI64IntegerAttr(left));
  }

  remark::RemarkOpts getOptions() {
    return remark::RemarkOpts::name("cast")
        .category("mpc-simplify-casts")
        .function(getOperation().getName());
  }
};

} // namespace
} // namespace mpc
