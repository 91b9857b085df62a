//===- ColumnReduction.cpp - reductions across contiguous elements ----===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reduction.h"

using namespace mlir;

namespace mpc::host {

namespace {

/// Rows at once, each into sums of its own, to hide latency. Width, which what
/// is fused decides as well, must not matter: elements are combined in one
/// order.
constexpr int64_t kUnroll = 2;

/// A task walks all reduced elements of some vectors of columns side by side,
/// so that whole cache lines are used.
class ColumnEmitter {
public:
  ColumnEmitter(PointEmitter &emitter, const ReductionPlan &plan)
      : emitter(emitter), plan(plan), b(emitter.b), size(plan.getVectorSize()),
        lanes(emitter.getLanes()) {
    int64_t vectors = std::max<int64_t>(1, llvm::divideCeil(size, lanes));
    width = std::min<int64_t>(plan.cost > 40 ? 2 : 4, vectors);
    // Blocks of equal width need no masks where the last one is whole.
    for (int64_t w = width; w > 1 && size % lanes == 0; --w)
      if (vectors % w == 0) {
        width = w;
        break;
      }
    blocks = llvm::divideCeil(size, width * lanes);
  }

  int64_t getBlocks() const { return blocks; }
  int64_t getBlockElements() const {
    return plan.count(plan.reduced) * width * lanes;
  }

  void emitBlock(llvm::Value *block) {
    SmallVector<Chunk> chunks;
    llvm::Value *start = b.CreateNSWMul(block, b.index(width * lanes));
    for (int64_t column = 0; column < width; ++column) {
      int64_t end = (column + 1) * lanes;
      bool isWhole = blocks == 1 ? end <= size : size % (width * lanes) == 0;
      emitter.setChunk(b.CreateNSWAdd(start, b.index(column * lanes)),
                       isWhole ? nullptr : b.index(size), column);
      chunks.push_back(emitter.getChunk());
    }
    for (const ReductionPass &pass : plan.passes)
      emitPass(pass, chunks);
    for (const Chunk &chunk : chunks) {
      emitter.setChunk(chunk);
      storeRoots(emitter, plan.kernel, plan.keptRoots, plan.keptAxes);
    }
  }

private:
  void emitPass(const ReductionPass &pass, ArrayRef<Chunk> chunks) {
    Accumulators accumulators(emitter, plan, pass);
    Values values = accumulators.getInitial(width * kUnroll);
    if (plan.reduced.empty())
      emitPoint(pass, accumulators, chunks, values, 0);
    else
      values = buildLoops(emitter, ArrayRef(plan.reduced).drop_back(), values,
                          [&](Values &values) {
                            emitInnermost(pass, accumulators, chunks, values);
                          });
    for (auto [column, chunk] : llvm::enumerate(chunks)) {
      accumulators.merge(values, column, width, width * kUnroll);
      emitter.setChunk(chunk);
      accumulators.provide(accumulators.getSlot(values, column));
    }
  }

  /// Walks the innermost reduced loop, several rows at once.
  void emitInnermost(const ReductionPass &pass, Accumulators &accumulators,
                     ArrayRef<Chunk> chunks, Values &values) {
    int dim = plan.reduced.back();
    int64_t rows = plan.dims[dim].size, whole = rows / kUnroll * kUnroll;
    auto emitAt = [&](llvm::Value *index, Values &values, unsigned number) {
      b.enterScope();
      emitter.setIndex(dim, index);
      emitPoint(pass, accumulators, chunks, values, number);
      b.leaveScope();
    };
    values = b.buildCountedLoop(
        whole, kUnroll, values,
        [&](llvm::Value *index, ArrayRef<llvm::Value *> carried) {
          Values next(carried);
          for (int64_t number = 0; number < kUnroll; ++number)
            emitAt(b.CreateNSWAdd(index, b.index(number)), next, number);
          return next;
        });
    for (int64_t row = whole; row < rows; ++row)
      emitAt(b.index(row), values, row - whole);
  }

  void emitPoint(const ReductionPass &pass, Accumulators &accumulators,
                 ArrayRef<Chunk> chunks, Values &values, unsigned number) {
    for (auto [column, chunk] : llvm::enumerate(chunks)) {
      emitter.setChunk(chunk);
      accumulators.add(values, number * width + column);
      if (pass.storesRoots)
        storeRoots(emitter, plan.kernel, plan.wholeRoots, plan.wholeAxes);
    }
  }

  PointEmitter &emitter;
  const ReductionPlan &plan;
  CodeBuilder &b;
  int64_t size, lanes, width, blocks;
};

} // namespace

void emitColumns(PointEmitter &emitter, const ReductionPlan &plan,
                 Tasks &tasks) {
  CodeBuilder &b = emitter.b;
  emitter.setDims(plan.dims, plan.dims.size() - 1);
  ColumnEmitter columns(emitter, plan);
  int64_t blocks = plan.count(plan.kept) * columns.getBlocks();
  int64_t taskBlocks =
      std::clamp<int64_t>(getTaskElements(plan.cost) /
                              std::max<int64_t>(1, columns.getBlockElements()),
                          1, std::max<int64_t>(1, blocks));
  llvm::Value *perRow = b.index(columns.getBlocks());
  tasks.add(llvm::divideCeil(blocks, taskBlocks), [&](llvm::Value *task) {
    llvm::Value *from = b.CreateNSWMul(task, b.index(taskBlocks));
    llvm::Value *to =
        b.minimum(b.CreateNSWAdd(from, b.index(taskBlocks)), b.index(blocks));
    auto emitBlock = [&](llvm::Value *index) {
      setIndices(emitter, plan.kept, b.CreateUDiv(index, perRow));
      columns.emitBlock(b.CreateURem(index, perRow));
    };
    if (taskBlocks == 1)
      return emitBlock(task);
    b.buildLoop(from, to, 1, emitBlock);
  });
}

} // namespace mpc::host
