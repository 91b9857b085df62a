//===- FormKernels.cpp - gathers ops into kernels -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelBuilder.h"

#include "mpc/IR/Decomposition.h"
#include "mpc/IR/Names.h"
#include "mpc/Passes.h"

#include "mlir/IR/Remarks.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_FORMKERNELSPASS
#include "mpc/Passes.h.inc"

namespace {

void eraseDeadOps(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block)))
    if (isOpTriviallyDead(&op))
      op.erase();
}

/// True if `op` is in a trailing part of a kernel whose head has `producer`.
bool trails(const std::vector<KernelLaunch> &launches, Operation *op,
            Operation *producer) {
  return llvm::any_of(launches, [&](const KernelLaunch &launch) {
    return launch.group->dims.contains(producer) &&
           llvm::any_of(launch.trailing, [&](const KernelGroup *group) {
             return llvm::is_contained(group->members, op);
           });
  });
}

void remark(func::FuncOp func, const KernelGrouping &grouping,
            const std::vector<KernelLaunch> &launches) {
  auto options = remark::RemarkOpts::name("kernel")
                     .category("mpc-form-kernels")
                     .function(func.getName());
  for (const KernelLaunch &launch : launches) {
    const KernelGroup &head = *launch.group;
    remark::passed(head.main->getLoc(), options) << remark::add(
        "{0} \"{1}\" of {2} ops", stringifyKernelKind(head.kind).str(),
        head.label, head.ops.size());
    for (const KernelGroup *group : launch.trailing)
      remark::passed(group->main->getLoc(), options)
          << remark::add("{0} \"{1}\" of {2} ops trails \"{3}\"",
                         stringifyKernelKind(group->kind).str(), group->label,
                         group->ops.size(), head.label);
  }
  for (const KernelGrouping::Refusal &refusal : grouping.getRefusals())
    if (!trails(launches, refusal.consumer, refusal.producer))
      remark::missed(refusal.consumer->getLoc(), options)
          << remark::add("{0} stays apart from {1}, which it reads",
                         refusal.consumer->getName().getStringRef().str(),
                         refusal.producer->getName().getStringRef().str())
          << remark::reason("{0}", refusal.reason);
}

class FormKernels : public impl::FormKernelsPassBase<FormKernels> {
public:
  using FormKernelsPassBase::FormKernelsPassBase;

  void runOnOperation() override {
    func::FuncOp func = getOperation();
    if (func.isExternal())
      return;
    if (func.getBody().hasOneBlock())
      decomposeForKernels(func.getBody().front());
    if (failed(checkGroupable(func)))
      return signalPassFailure();
    eraseDeadOps(func.getBody().front());
    // Only remarks tell of refusals.
    bool explain = getContext().getRemarkEngine() != nullptr;
    KernelGrouping grouping(func, fusion, explain);
    std::vector<KernelLaunch> launches = grouping.getLaunches(trailing);
    remark(func, grouping, launches);
    count(grouping, launches);
    countCasts(func, grouping);
    KernelBuilder kernels(func);
    for (const KernelLaunch &launch : launches)
      kernels.build(launch);
    kernels.finish();
    numCopies += kernels.getNumCopies();
  }

private:
  void countCasts(func::FuncOp func, const KernelGrouping &grouping) {
    if (!func->hasAttr(kCastsLeftAttr))
      return;
    int64_t costly = 0;
    for (Operation &op : func.getBody().front()) {
      if (!isCast(&op) || !grouping.isStored(op.getResult(0)) ||
          !grouping.isStored(op.getOperand(0)))
        continue;
      ++costly;
      remark::missed(op.getLoc(), remark::RemarkOpts::name("cast")
                                      .category("mpc-form-kernels")
                                      .function(func.getName()))
          << remark::add("\"{0}\" is stored as it is and cast", makeLabel(&op));
    }
    numCostly += costly;
    func->setAttr(kCastsCostlyAttr,
                  Builder(&getContext()).getI64IntegerAttr(costly));
  }

  void count(const KernelGrouping &grouping,
             const std::vector<KernelLaunch> &launches) {
    llvm::SmallPtrSet<Operation *, 32> seen;
    numKernels += launches.size();
    numTrailing += grouping.getGroups().size() - launches.size();
    for (const KernelGroup &group : grouping.getGroups()) {
      numFused += group.ops.size() - 1;
      for (Operation *op : group.ops)
        numDuplicated += !seen.insert(op).second;
    }
  }
};

} // namespace
} // namespace mpc
