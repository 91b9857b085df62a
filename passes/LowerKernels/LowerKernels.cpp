//===- LowerKernels.cpp - lowers kernel bodies to linalg on tensors -------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/CopyKernel.h"
#include "mpc/IR/Decomposition.h"
#include "mpc/IR/Mpc.h"
#include "mpc/IR/Names.h"
#include "mpc/Passes.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/CSE.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_LOWERKERNELSPASS
#include "mpc/Passes.h.inc"

namespace {

/// Takes composites apart until none is left.
unsigned decomposeAll(Block &block) {
  unsigned count = 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (Operation &op : llvm::make_early_inc_range(block))
      if (replaceByDecomposition(&op)) {
        changed = true;
        ++count;
      }
  }
  return count;
}

/// Returns how many ops another one stands in for.
unsigned eliminateCommonOps(KernelOp kernel) {
  Block &block = kernel.getBody().front();
  size_t before = block.getOperations().size();
  IRRewriter rewriter(kernel.getContext());
  DominanceInfo dominance(kernel);
  eliminateCommonSubExpressions(rewriter, dominance, kernel);
  return before - block.getOperations().size();
}

/// Forward ops and adjoint ops that compute the same differ in these only. What
/// is trailing stays so: it is computed elsewhere than what looks the same.
void eraseMarks(Block &block) {
  block.walk([](Operation *op) {
    if (!isTrailing(op))
      op->removeAttr(kRoleAttr);
    op->removeAttr(kAdjointAttr);
    op->removeAttr(kClassAttr);
    op->removeAttr(kResidualAttr);
    op->removeAttr(kOriginAttr);
  });
}

/// Hands the role of a trailing op on to the generics of its linalg form.
struct TrailingRole : OpBuilder::Listener {
  explicit TrailingRole(Operation *op) : op(op) {}

  void notifyOperationInserted(Operation *made,
                               OpBuilder::InsertPoint) override {
    if (isTrailing(op) && isa<linalg::GenericOp>(made))
      made->setAttr(kRoleAttr, op->getAttr(kRoleAttr));
  }

  Operation *op;
};

/// Replaces each op by its linalg form; arguments get their lowered types.
LogicalResult lowerOps(Block &block) {
  SmallVector<Operation *> ops;
  for (Operation &op : block.without_terminator())
    ops.push_back(&op);
  IRMapping lowered;
  unsigned numArguments = block.getNumArguments();
  // The old arguments stay until all ops have asked their operands' types.
  for (unsigned i = 0; i < numArguments; ++i) {
    BlockArgument argument = block.getArgument(i);
    lowered.map(argument, block.addArgument(loweredType(argument.getType()),
                                            argument.getLoc()));
  }
  for (Operation *op : ops) {
    auto lowerable = dyn_cast<LowerableOpInterface>(op);
    TrailingRole role(op);
    OpBuilder builder(op, &role);
    SmallVector<Value> operands;
    for (Value operand : op->getOperands())
      operands.push_back(lowered.lookup(operand));
    SmallVector<Value> results;
    if (lowerable)
      results = lowerable.lower(builder, operands);
    if (results.size() != op->getNumResults())
      return op->emitOpError("has no lowering");
    lowered.map(op->getResults(), results);
  }
  for (OpOperand &operand : block.getTerminator()->getOpOperands())
    operand.set(lowered.lookup(operand.get()));
  for (Operation *op : llvm::reverse(ops))
    op->erase();
  block.eraseArguments(0, numArguments);
  return success();
}

//===----------------------------------------------------------------------===//
// Roles
//===----------------------------------------------------------------------===//

bool isReduction(Operation *op) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  return generic && generic.getNumReductionLoops() > 0;
}

bool isMain(KernelOp kernel, Operation *op) {
  if (kernel.getKind() == KernelKind::contraction)
    return op->hasAttr(kAlgorithmAttr);
  return isReduction(op);
}

/// Marks what comes before the main op, the main op, and what comes after.
/// Ops of row reductions and pointwise kernels are all stages; what is trailing
/// is marked already.
void assignRoles(KernelOp kernel) {
  Builder builder(kernel.getContext());
  Block &block = kernel.getBody().front();
  bool hasPhases = kernel.getKind() == KernelKind::contraction ||
                   kernel.getKind() == KernelKind::column_reduction;
  llvm::DenseSet<Operation *> before;
  for (Operation &op : llvm::reverse(block.without_terminator())) {
    if (isTrailing(&op))
      continue;
    bool main = hasPhases && isMain(kernel, &op);
    if (main || before.contains(&op))
      op.walk([&](Operation *reader) {
        for (Value operand : reader->getOperands())
          if (Operation *producer = operand.getDefiningOp())
            before.insert(producer);
      });
    StringRef role = !hasPhases             ? "stage"
                     : main                 ? "main"
                     : before.contains(&op) ? "prologue"
                                            : "epilogue";
    if (isa<linalg::GenericOp>(op))
      op.setAttr(kRoleAttr, builder.getStringAttr(role));
  }
}

class LowerKernels : public impl::LowerKernelsPassBase<LowerKernels> {
public:
  using LowerKernelsPassBase::LowerKernelsPassBase;

  LogicalResult initialize(MLIRContext *context) override {
    RewritePatternSet owned(context);
    for (RegisteredOperationName op : context->getRegisteredOperations())
      if (isa<MpcDialect>(op.getDialect()))
        op.getCanonicalizationPatterns(owned, context);
    canonicalization = FrozenRewritePatternSet(std::move(owned));
    return success();
  }

  void runOnOperation() override {
    SmallVector<KernelOp> kernels;
    getOperation().walk([&](KernelOp kernel) { kernels.push_back(kernel); });
    for (KernelOp kernel : kernels)
      if (failed(lower(kernel)))
        return signalPassFailure();
  }

private:
  LogicalResult lower(KernelOp kernel) {
    Block &block = kernel.getBody().front();
    numDecomposed += decomposeAll(block);
    eraseMarks(block);
    numShared += eliminateCommonOps(kernel);
    (void)applyPatternsGreedily(kernel.getBody(), canonicalization);
    if (failed(lowerOps(block)))
      return failure();
    numShared += eliminateCommonOps(kernel);
    assignRoles(kernel);
    remark::passed(kernel.getLoc(), remark::RemarkOpts::name("lower").category(
                                        "mpc-lower-kernels"))
        << remark::add("\"{0}\" is {1} loops", kernel.getLabel().str(),
                       countLoops(block));
    return success();
  }

  static unsigned countLoops(Block &block) {
    return llvm::count_if(
        block, [](Operation &op) { return isa<linalg::LinalgOp>(op); });
  }

  FrozenRewritePatternSet canonicalization;
};

} // namespace
} // namespace mpc
