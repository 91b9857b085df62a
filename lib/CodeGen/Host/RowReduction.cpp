//===- RowReduction.cpp - reductions of contiguous elements -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reduction.h"

using namespace mlir;

namespace mpc::host {

namespace {

/// Rows of at most this many vectors stay in registers from pass to pass.
constexpr int64_t kFixedVectors = 4;

/// Vectors of partial results in longer rows. Whatever is fused into a kernel,
/// elements are combined in one order.
constexpr int64_t kAccumulators = 2;

class RowEmitter {
public:
  RowEmitter(PointEmitter &emitter, const ReductionPlan &plan)
      : emitter(emitter), plan(plan), b(emitter.b), size(plan.getVectorSize()),
        lanes(emitter.getLanes()), slots(kAccumulators) {
    isFixed = plan.reduced.empty() && size <= kFixedVectors * lanes;
    if (isFixed)
      slots = std::max<int64_t>(1, llvm::divideCeil(size, lanes));
  }

  void emitRow() {
    if (isFixed)
      for (int64_t base = 0; base < size; base += lanes) {
        setChunkAt(b.index(base), base, chunks.size());
        chunks.push_back(emitter.getChunk());
      }
    for (const ReductionPass &pass : plan.passes)
      emitPass(pass);
    chunks.clear();
    storeRoots(emitter, plan.kernel, plan.keptRoots, plan.keptAxes);
  }

private:
  void setChunkAt(llvm::Value *base, int64_t known, int id) {
    bool isTail = known + lanes > size;
    emitter.setChunk(base, isTail ? b.index(size) : nullptr, id);
  }

  void emitPass(const ReductionPass &pass) {
    Accumulators accumulators(emitter, plan, pass);
    Values values = buildLoops(
        emitter, plan.reduced, accumulators.getInitial(slots),
        [&](Values &values) { emitSpan(pass, accumulators, values); });
    accumulators.merge(values, 0, 1, slots);
    accumulators.provide(accumulators.combineLanes(values, 0));
  }

  void emitPoint(const ReductionPass &pass, Accumulators &accumulators,
                 Values &values, unsigned slot) {
    accumulators.add(values, slot);
    if (pass.storesRoots)
      storeRoots(emitter, plan.kernel, plan.wholeRoots, plan.wholeAxes);
  }

  /// Walks one row of the vector dimension.
  void emitSpan(const ReductionPass &pass, Accumulators &accumulators,
                Values &values) {
    if (isFixed) {
      for (auto [slot, chunk] : llvm::enumerate(chunks)) {
        emitter.setChunk(chunk);
        emitPoint(pass, accumulators, values, slot);
      }
      return;
    }
    int64_t step = slots * lanes, whole = size / step * step;
    values = b.buildCountedLoop(
        whole, step, values,
        [&](llvm::Value *index, ArrayRef<llvm::Value *> carried) {
          Values next(carried);
          for (int64_t slot = 0; slot < slots; ++slot) {
            emitter.setChunk(b.CreateNSWAdd(index, b.index(slot * lanes)),
                             nullptr, emitter.getFreshId());
            emitPoint(pass, accumulators, next, slot);
          }
          return next;
        });
    for (int64_t base = whole; base < size; base += lanes) {
      setChunkAt(b.index(base), base, emitter.getFreshId());
      emitPoint(pass, accumulators, values, (base - whole) / lanes);
    }
  }

  PointEmitter &emitter;
  const ReductionPlan &plan;
  CodeBuilder &b;
  int64_t size, lanes, slots;
  bool isFixed;
  SmallVector<Chunk> chunks;
};

} // namespace

void emitRows(PointEmitter &emitter, const ReductionPlan &plan, Tasks &tasks) {
  CodeBuilder &b = emitter.b;
  emitter.setDims(plan.dims, plan.dims.size() - 1);
  int64_t rows = plan.count(plan.kept);
  int64_t rowSize = plan.count(plan.reduced) * plan.getVectorSize();
  int64_t taskRows = std::clamp<int64_t>(getTaskElements(plan.cost) /
                                             std::max<int64_t>(1, rowSize),
                                         1, std::max<int64_t>(1, rows));
  RowEmitter row(emitter, plan);
  tasks.add(llvm::divideCeil(rows, taskRows), [&](llvm::Value *task) {
    llvm::Value *from = b.CreateNSWMul(task, b.index(taskRows));
    llvm::Value *to =
        b.minimum(b.CreateNSWAdd(from, b.index(taskRows)), b.index(rows));
    auto emitRow = [&](llvm::Value *index) {
      setIndices(emitter, plan.kept, index);
      row.emitRow();
    };
    if (taskRows == 1)
      return emitRow(task);
    b.buildLoop(from, to, 1, emitRow);
  });
}

} // namespace mpc::host
