//===- ReductionLoops.cpp - loops and passes of reductions --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReductionLoops.h"

using namespace mlir;

namespace mpc::code {

/// Operands of `op`, and tensors that its body reads elements of.
static SmallVector<Value> getReads(Operation *op) {
  SmallVector<Value> reads(op->getOperands());
  op->walk([&](ElementOp element) { reads.push_back(element.getTensor()); });
  return reads;
}

/// Is `value` made of what `part` reduces?
static bool follows(Value value, const TrailingPart &part) {
  auto op = value.getDefiningOp<linalg::GenericOp>();
  if (!op)
    return false;
  return llvm::is_contained(part.pass.reductions, op) ||
         (!isReduction(op) && llvm::any_of(getReads(op), [&](Value read) {
           return follows(read, part);
         }));
}

SmallVector<TrailingPart> findTrailingParts(const Kernel &kernel,
                                            const Placement &placement,
                                            AccessWalker &walker) {
  SmallVector<TrailingPart> parts;
  // What spans the domain and what there is one of per row are parts of their
  // own, also where both leave one value.
  auto getPart = [&](const Axes &kept, unsigned loopCount) -> TrailingPart & {
    for (TrailingPart &part : parts)
      if (part.kept == kept &&
          part.pass.reductions.front().getNumLoops() == loopCount)
        return part;
    parts.emplace_back().kept = kept;
    return parts.back();
  };
  for (auto op : kernel.body->getOps<linalg::GenericOp>()) {
    if (!isReduction(op) || !isTrailing(op))
      continue;
    ArrayRef<int> loops = placement.getLoops(op);
    AffineMap map = op.getIndexingMapMatchingResult(op->getResult(0));
    Axes kept;
    for (unsigned dim = 0; dim < map.getNumResults(); ++dim)
      kept.push_back(loops[map.getDimPosition(dim)]);
    getPart(kept, op.getNumLoops()).pass.reductions.push_back(op);
    for (OpOperand *operand : op.getDpsInputOperands())
      walker.walk(operand->get(), getOperandAxes(op, *operand, loops));
  }
  for (unsigned number = 0; number < kernel.getRoots().size(); ++number) {
    if (!kernel.isTrailingRoot(number))
      continue;
    // A trailing root has the axes that its reductions leave.
    for (TrailingPart &part : parts)
      if (follows(kernel.getPlace(number), part)) {
        part.roots.push_back(number);
        part.rootAxes.push_back(part.kept);
        walker.addRoot(kernel, number, part.kept);
        break;
      }
  }
  return parts;
}

ReductionLoops::ReductionLoops(const Kernel &kernel, AccessWalker &walker)
    : kernel(kernel), placement(kernel) {
  findPasses();
  findRoots();
  findLoops(walker);
}

int64_t ReductionLoops::count(ArrayRef<int> some) const {
  int64_t result = 1;
  for (int dim : some)
    result *= dims[dim].size;
  return result;
}

/// How many reductions must have been done before `value` is known.
static unsigned getStage(Value value,
                         llvm::DenseMap<Operation *, unsigned> &stages) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return 0;
  auto [it, isNew] = stages.insert({op, 0});
  if (!isNew)
    return it->second;
  unsigned stage = 0;
  for (Value read : getReads(op))
    stage = std::max(stage, getStage(read, stages));
  return stages[op] = stage + isReduction(op);
}

void ReductionLoops::findPasses() {
  llvm::DenseMap<Operation *, unsigned> stages;
  for (auto op : kernel.body->getOps<linalg::GenericOp>()) {
    if (!isReduction(op) || isTrailing(op))
      continue;
    unsigned stage = getStage(op->getResult(0), stages) - 1;
    passes.resize(std::max<size_t>(passes.size(), stage + 1));
    passes[stage].reductions.push_back(op);
  }
}

void ReductionLoops::findRoots() {
  for (unsigned number = 0; number < kernel.getRoots().size(); ++number) {
    if (kernel.isTrailingRoot(number))
      continue;
    FailureOr<Axes> axes = placement.getAxes(kernel.getPlace(number));
    bool isWhole = succeeded(axes) && axes->size() == kernel.domain.size();
    bool isKept = succeeded(axes) && !isWhole &&
                  axes->size() + kernel.reduced.size() == kernel.domain.size();
    if (isKept)
      isKept = llvm::none_of(*axes, [&](int axis) {
        return llvm::is_contained(kernel.reduced, axis);
      });
    (isWhole ? wholeRoots : isKept ? keptRoots : otherRoots).push_back(number);
    if (isWhole || isKept)
      (isWhole ? wholeAxes : keptAxes).push_back(*axes);
  }
}

/// The stage after which all elements of the whole domain are known that are
/// stored or trail, plus one; 0 if there are none.
unsigned ReductionLoops::getLastStage() {
  llvm::DenseMap<Operation *, unsigned> stages;
  unsigned last = 0;
  for (unsigned root : wholeRoots)
    last = std::max(last, getStage(kernel.getPlace(root), stages) + 1);
  for (const TrailingPart &part : trailing)
    for (linalg::GenericOp op : part.pass.reductions)
      if (op.getNumLoops() == kernel.domain.size())
        for (Value operand : op.getDpsInputs())
          last = std::max(last, getStage(operand, stages) + 1);
  return last;
}

void ReductionLoops::findLoops(AccessWalker &walker) {
  for (const ReductionPass &pass : passes)
    for (linalg::GenericOp op : pass.reductions)
      for (OpOperand *operand : op.getDpsInputOperands())
        walker.walk(operand->get(),
                    getOperandAxes(op, *operand, placement.getLoops(op)));
  auto walkRoots = [&](ArrayRef<unsigned> roots, ArrayRef<Axes> axes) {
    for (auto [root, at] : llvm::zip_equal(roots, axes))
      walker.addRoot(kernel, root, at);
  };
  walkRoots(wholeRoots, wholeAxes);
  walkRoots(keptRoots, keptAxes);
  trailing = findTrailingParts(kernel, placement, walker);
  // Stores come last, so that a result may take the place of an argument.
  unsigned stages = getLastStage();
  passes.resize(std::max<size_t>(passes.size(), stages));
  if (!passes.empty())
    passes.back().storesRoots = stages > 0;

  dims = LoopDims(kernel.domain);
  // What leaves a row of totals walks rows, also where nothing else does.
  bool leavesRow =
      kernel.reduced.empty() &&
      llvm::any_of(trailing, [](auto &part) { return !part.kept.empty(); });
  auto isReduced = [&](int dim) {
    int axis = dims[dim].axes.back();
    return leavesRow ? axis + 1 == int(kernel.domain.size())
                     : llvm::is_contained(kernel.reduced, axis);
  };
  auto isLastReduced = [&](int dim) {
    for (int next = dim + 1; next < static_cast<int>(dims.size()); ++next)
      if (isReduced(next))
        return false;
    return isReduced(dim);
  };
  // Innermost loops of another length would add up in another order, so whether
  // they can be merged, which depends on what is fused, must not matter. Rows
  // stay rows where parts trail, even of one element.
  walker.mergeAll(dims, [&](int dim) {
    bool isUnit = dims[dim].size == 1 || dims[dim + 1].size == 1;
    bool areAlike = isReduced(dim) == isReduced(dim + 1);
    return isUnit ? areAlike || trailing.empty()
                  : areAlike && !isLastReduced(dim + 1);
  });
  int last = dims.size() - 1;
  isVectorReduced = isReduced(last);
  for (int dim = 0; dim < last; ++dim)
    (isReduced(dim) ? reduced : kept).push_back(dim);
}

} // namespace mpc::code
