//===- Reduction.cpp - kernels that combine elements along dimensions -===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reduction.h"

using namespace mlir;

namespace mpc::host {

ReductionPlan::ReductionPlan(const Kernel &kernel)
    : ReductionPlan(kernel, BoundedWalker<CostWalker>()) {}

ReductionPlan::ReductionPlan(const Kernel &kernel,
                             BoundedWalker<CostWalker> &&walker)
    : ReductionLoops(kernel, walker), cost(walker.getCost()) {}

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
