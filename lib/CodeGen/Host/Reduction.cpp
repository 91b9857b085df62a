//===- Reduction.cpp - kernels that combine elements along dimensions -===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reduction.h"

using namespace mlir;

namespace mpc::host {

//===----------------------------------------------------------------------===//
// ReductionPlan
//===----------------------------------------------------------------------===//

ReductionPlan::ReductionPlan(const Kernel &kernel)
    : kernel(kernel), placement(kernel) {
  findPasses();
  findRoots();
  findLoops();
}

int64_t ReductionPlan::count(ArrayRef<int> some) const {
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
  for (Value operand : op->getOperands())
    stage = std::max(stage, getStage(operand, stages));
  return stages[op] = stage + isReduction(op);
}

void ReductionPlan::findPasses() {
  llvm::DenseMap<Operation *, unsigned> stages;
  for (auto op : kernel.body->getOps<linalg::GenericOp>()) {
    if (!isReduction(op))
      continue;
    unsigned stage = getStage(op->getResult(0), stages) - 1;
    passes.resize(std::max<size_t>(passes.size(), stage + 1));
    passes[stage].reductions.push_back(op);
  }
}

void ReductionPlan::findRoots() {
  llvm::DenseMap<Operation *, unsigned> stages;
  unsigned last = 0;
  for (unsigned number = 0; number < kernel.getRoots().size(); ++number) {
    Value root = kernel.getPlace(number);
    FailureOr<Axes> axes = placement.getAxes(root);
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
    if (isWhole)
      last = std::max(last, getStage(root, stages));
  }
  // Stores come last, so that a result may take the place of an argument.
  passes.resize(
      std::max<size_t>(passes.size(), wholeRoots.empty() ? 0 : last + 1));
  if (!passes.empty())
    passes.back().storesRoots = !wholeRoots.empty();
}

namespace {
/// Stops at reductions, whose elements are walked on their own.
class PassWalker : public CostWalker {
protected:
  bool enter(linalg::GenericOp op, const Axes &loops) override {
    return !isReduction(op) && CostWalker::enter(op, loops);
  }
};
} // namespace

void ReductionPlan::findLoops() {
  PassWalker walker;
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
  cost = walker.getCost();

  dims = LoopDims(kernel.domain);
  auto isReduced = [&](int dim) {
    return llvm::is_contained(kernel.reduced, dims[dim].axes.back());
  };
  auto isLastReduced = [&](int dim) {
    for (int next = dim + 1; next < static_cast<int>(dims.size()); ++next)
      if (isReduced(next))
        return false;
    return isReduced(dim);
  };
  // Innermost loops of another length would add up in another order, so whether
  // they can be merged, which depends on what is fused, must not matter.
  walker.mergeAll(dims, [&](int dim) {
    return dims[dim].size == 1 || dims[dim + 1].size == 1 ||
           (isReduced(dim) == isReduced(dim + 1) && !isLastReduced(dim + 1));
  });
  int last = dims.size() - 1;
  isVectorReduced = isReduced(last);
  for (int dim = 0; dim < last; ++dim)
    (isReduced(dim) ? reduced : kept).push_back(dim);
}

//===----------------------------------------------------------------------===//
// Accumulators
//===----------------------------------------------------------------------===//

void Accumulators::forEach(Range body) {
  unsigned at = 0;
  for (linalg::GenericOp op : pass.reductions) {
    body(op, at, op->getNumResults());
    at += op->getNumResults();
  }
}

unsigned Accumulators::getWidth() {
  unsigned width = 0;
  forEach([&](linalg::GenericOp, unsigned, unsigned count) { width += count; });
  return width;
}

Values Accumulators::getInitial(unsigned slots) {
  Values result;
  for (unsigned slot = 0; slot < slots; ++slot)
    forEach([&](linalg::GenericOp op, unsigned, unsigned) {
      for (llvm::Value *identity : emitter.getIdentities(op))
        result.push_back(emitter.splat({identity, 0}));
    });
  return result;
}

ArrayRef<llvm::Value *> Accumulators::getSlot(const Values &values,
                                              unsigned slot) {
  unsigned width = getWidth();
  return ArrayRef(values).slice(slot * width, width);
}

void Accumulators::add(Values &values, unsigned slot) {
  CodeBuilder &b = emitter.b;
  unsigned base = slot * getWidth();
  Values next = values;
  forEach([&](linalg::GenericOp op, unsigned at, unsigned count) {
    Values x;
    ArrayRef<int> loops = plan.placement.getLoops(op);
    for (OpOperand *operand : op.getDpsInputOperands())
      x.push_back(emitter.splat(emitter.evaluate(
          operand->get(), getOperandAxes(op, *operand, loops))));
    llvm::append_range(x, ArrayRef(values).slice(base + at, count));
    for (auto [i, value] : llvm::enumerate(emitter.combine(op, x))) {
      llvm::Value *before = values[base + at + i];
      llvm::Value *mask = emitter.getChunk().mask;
      next[base + at + i] = mask ? b.CreateSelect(mask, value, before) : value;
    }
  });
  values = next;
}

void Accumulators::merge(Values &values, unsigned first, unsigned step,
                         unsigned end) {
  unsigned width = getWidth();
  for (; first + step < end; step *= 2)
    for (unsigned slot = first; slot + step < end; slot += 2 * step)
      forEach([&](linalg::GenericOp op, unsigned at, unsigned count) {
        Values x(getSlot(values, slot + step).slice(at, count));
        llvm::append_range(x, getSlot(values, slot).slice(at, count));
        llvm::copy(emitter.combine(op, x), values.begin() + slot * width + at);
      });
}

Values Accumulators::combineLanes(const Values &values, unsigned slot) {
  CodeBuilder &b = emitter.b;
  Values result;
  forEach([&](linalg::GenericOp op, unsigned at, unsigned count) {
    Values lanes(getSlot(values, slot).slice(at, count));
    for (int64_t half = emitter.getLanes() / 2; half >= 1; half /= 2) {
      auto low = llvm::to_vector(llvm::seq<int>(0, half));
      auto high = llvm::to_vector(llvm::seq<int>(half, 2 * half));
      Values x;
      for (llvm::Value *value : lanes)
        x.push_back(b.CreateShuffleVector(value, high));
      for (llvm::Value *value : lanes)
        x.push_back(b.CreateShuffleVector(value, low));
      lanes = emitter.combine(op, x);
    }
    for (llvm::Value *value : lanes)
      result.push_back(b.CreateExtractElement(value, uint64_t(0)));
  });
  return result;
}

void Accumulators::provide(ArrayRef<llvm::Value *> results) {
  forEach([&](linalg::GenericOp op, unsigned at, unsigned count) {
    Axes axes;
    ArrayRef<int> loops = plan.placement.getLoops(op);
    AffineMap map = op.getIndexingMapMatchingResult(op->getResult(0));
    for (unsigned dim = 0; dim < map.getNumResults(); ++dim)
      axes.push_back(loops[map.getDimPosition(dim)]);
    emitter.provide(op, getLoopAxes(op, 0, axes), results.slice(at, count));
  });
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

Values buildLoops(PointEmitter &emitter, ArrayRef<int> dims, Values values,
                  function_ref<void(Values &)> body) {
  if (dims.empty()) {
    body(values);
    return values;
  }
  int64_t size = emitter.getDims()[dims[0]].size;
  return emitter.b.buildCountedLoop(
      size, 1, values,
      [&](llvm::Value *index, ArrayRef<llvm::Value *> carried) {
        emitter.setIndex(dims[0], index);
        return buildLoops(emitter, dims.drop_front(), Values(carried), body);
      });
}

void emitReductions(PointEmitter &emitter, const Kernel &kernel, Tasks &tasks) {
  ReductionPlan plan(kernel);
  if (plan.isVectorReduced)
    emitRows(emitter, plan, tasks);
  else
    emitColumns(emitter, plan, tasks);
  for (unsigned root : plan.otherRoots)
    emitPointwise(emitter, kernel, tasks, {root});
}

} // namespace mpc::host
