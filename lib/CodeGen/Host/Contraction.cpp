//===- Contraction.cpp - blocks of products ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Contraction.h"

#include "ScalarOps.h"

using namespace mlir;

namespace mpc::host {

ContractionEmitter::ContractionEmitter(PointEmitter &emitter,
                                       const ContractionPlan &plan)
    : emitter(emitter), plan(plan), shape(plan.shape), b(emitter.b),
      tiling(plan.shape), lanes(shape.lanes), bytes(shape.elementBytes),
      width(tiling.vectors * lanes),
      sumType(llvm::FixedVectorType::get(
          getElementType(b.getContext(),
                         getElementTypeOrSelf(plan.op->getResult(0))),
          lanes)) {
  layOutScratch();
}

int64_t ContractionEmitter::getDepthPieces() const {
  return shape.depth ? llvm::divideCeil(shape.depth, tiling.blockDepth) : 1;
}

/// Packed factors, then sums of what has been contracted so far.
void ContractionEmitter::layOutScratch() {
  depthPitch = llvm::alignTo(tiling.blockDepth, lanes);
  // One more vector, so that rows do not fall on the same cache lines.
  bool isAlongDepth = shape.lhs.packsAlongDepth;
  lhsPitch =
      llvm::alignTo(isAlongDepth ? depthPitch : tiling.blockRows, lanes) +
      lanes;
  int64_t lhsRows = isAlongDepth ? tiling.blockRows : depthPitch;
  rhsOffset = tiling.packsLhs ? lhsRows * lhsPitch * bytes : 0;
  sumsOffset = rhsOffset +
               (tiling.packsRhs ? tiling.blockColumns * depthPitch * bytes : 0);
  squareOffset =
      sumsOffset +
      (getDepthPieces() > 1 ? tiling.blockRows * tiling.blockColumns * bytes : 0);
  bool transposes = tiling.packsRhs && shape.rhs.packsAlongDepth;
  scratchBytes = squareOffset + (transposes ? lanes * lanes * bytes : 0);
}

void ContractionEmitter::emit(Tasks &tasks) {
  emitter.setDims(plan.dims, plan.column);
  tasks.needScratch(scratchBytes);
  int64_t down = llvm::divideCeil(shape.rows, tiling.blockRows);
  int64_t across = llvm::divideCeil(shape.columns, tiling.blockColumns);
  int64_t outer = llvm::divideCeil(shape.outer, tiling.blockOuter);
  auto getRange = [&](llvm::Value *block, int64_t size, int64_t all) -> Range {
    if (size >= all)
      return {b.index(0), b.index(all)};
    llvm::Value *from = b.CreateNSWMul(block, b.index(size));
    return {from, b.minimum(b.CreateNSWAdd(from, b.index(size)), b.index(all))};
  };
  tasks.add(outer * down * across, [&](llvm::Value *task) {
    Range rows = getRange(b.CreateURem(task, b.index(down)), tiling.blockRows,
                          shape.rows);
    task = b.CreateUDiv(task, b.index(down));
    Range columns = getRange(b.CreateURem(task, b.index(across)),
                             tiling.blockColumns, shape.columns);
    task = b.CreateUDiv(task, b.index(across));
    Range some = getRange(task, tiling.blockOuter, shape.outer);
    auto emitOne = [&](llvm::Value *index) {
      setIndices(emitter, plan.outer, index);
      emitBlock(rows, columns);
    };
    if (tiling.blockOuter == 1 || shape.outer == 1)
      return emitOne(task);
    b.buildLoop(some.from, some.to, 1, emitOne);
  });
}

void ContractionEmitter::emitBlock(Range rows, Range columns) {
  b.buildCountedLoop(getDepthPieces(), 1, {},
                     [&](llvm::Value *round, ArrayRef<llvm::Value *>) {
                       emitRound(round, rows, columns);
                       return Values();
                     });
}

/// Contracts some of the elements for all sums of a block.
void ContractionEmitter::emitRound(llvm::Value *round, Range rows,
                                   Range columns) {
  llvm::Value *from = b.CreateNSWMul(round, b.index(tiling.blockDepth));
  llvm::Value *to = b.index(shape.depth);
  if (!hasStaticDepth())
    to = b.minimum(b.CreateNSWAdd(from, b.index(tiling.blockDepth)), to);
  depthRange = {from, to};
  FactorView left =
      tiling.packsLhs ? packLhs(rows)
                      : viewArgument(plan.lhs, shape.lhs, plan.row, rows.from);
  FactorView right = tiling.packsRhs ? packRhs(columns)
                                     : viewArgument(plan.rhs, shape.rhs,
                                                    plan.column, columns.from);
  emitPanels(round, left, right, rows, columns);
}

/// Sets the free and the contracted index to 0, so that the address is that of
/// the first element, and moves on from there.
FactorView ContractionEmitter::viewArgument(const Factor &factor,
                                            const OperandShape &operand,
                                            int freeDim, llvm::Value *from) {
  for (int dim : {plan.row, plan.column, plan.depth})
    emitter.setIndex(dim, b.index(0));
  FactorView view;
  view.freeStride = operand.freeStride * bytes;
  view.depthStride = operand.depthStride * bytes;
  view.panelStride = width * bytes;
  view.base = emitter.getAddress(getBuffer(factor.tensor).getArgNumber(),
                                 getTensorType(factor.tensor), factor.axes,
                                 nullptr, /*useChunk=*/false);
  view.base = b.advance(
      view.base, b.multiplyAdd(from, view.freeStride,
                               b.CreateNSWMul(depthRange.from,
                                              b.index(view.depthStride))));
  return view;
}

/// Calls `body` for all pieces of `step` in `range`, which is a block of
/// `block` among `all`, and for a smaller one at the end.
void ContractionEmitter::forPieces(Range range, int64_t all, int64_t block,
                                   int64_t step, PieceBody body) {
  int64_t left = all % step;
  auto buildTail = [&](llvm::Value *at) {
    b.enterScope();
    body(at, left);
    b.leaveScope();
  };
  auto buildWhole = [&](llvm::Value *to) {
    b.buildLoop(range.from, to, step,
                [&](llvm::Value *index) { body(index, step); });
  };
  if (block >= all) {
    if (all >= step)
      buildWhole(b.index(all - left));
    if (left)
      buildTail(b.index(all - left));
    return;
  }
  if (!left)
    return buildWhole(range.to);
  llvm::Value *size = b.CreateNSWSub(range.to, range.from);
  llvm::Value *whole =
      b.CreateNSWSub(range.to, b.CreateURem(size, b.index(step)));
  b.buildIf(b.CreateICmpSLT(range.from, whole), [&] { buildWhole(whole); });
  b.buildIf(b.CreateICmpSLT(whole, range.to), [&] { buildTail(whole); });
}

void ContractionEmitter::emitPanels(llvm::Value *round, const FactorView &left,
                                    const FactorView &right, Range rows,
                                    Range columns) {
  llvm::Value *sums = b.advance(emitter.getScratch(), sumsOffset);
  emitter.setVectorDim(plan.column);
  auto emitPanel = [&](llvm::Value *column, int64_t columnCount) {
    SmallVector<Chunk> chunks;
    for (int64_t at = 0; at < columnCount; at += lanes) {
      emitter.setChunk(b.CreateNSWAdd(column, b.index(at)),
                       at + lanes > columnCount ? b.index(shape.columns)
                                                : nullptr,
                       chunks.size());
      chunks.push_back(emitter.getChunk());
    }
    llvm::Value *number =
        b.CreateExactUDiv(b.CreateNSWSub(column, columns.from), b.index(width));
    llvm::Value *rightBase = b.advance(
        right.base, b.CreateNSWMul(number, b.index(right.panelStride)));
    llvm::Value *panelSums =
        b.advance(sums, b.CreateNSWMul(number, b.index(width * bytes)));
    forPieces(
        rows, shape.rows, tiling.blockRows, tiling.rows,
        [&](llvm::Value *row, int64_t rowCount) {
          llvm::Value *offset = b.CreateNSWSub(row, rows.from);
          Tile tile{row, column, rowCount, int64_t(chunks.size()), chunks};
          emitTile(
              round, tile, left, right,
              b.advance(left.base,
                        b.CreateNSWMul(offset, b.index(left.freeStride))),
              rightBase,
              b.advance(panelSums,
                        b.CreateNSWMul(offset,
                                       b.index(tiling.blockColumns * bytes))));
        });
  };
  forPieces(columns, shape.columns, tiling.blockColumns, width, emitPanel);
}

//===----------------------------------------------------------------------===//
// Kernels
//===----------------------------------------------------------------------===//

/// The core knows sums of products only.
static bool isProductSum(linalg::GenericOp op) {
  return op.getNumDpsInputs() == 2 && op.getNumDpsInits() == 1 &&
         llvm::all_of(op.getBody()->without_terminator(), [](Operation &inner) {
           return isa<arith::MulFOp, arith::AddFOp, arith::ExtFOp>(inner);
         });
}

void emitContraction(PointEmitter &emitter, const Kernel &kernel,
                     const Machine &machine, Tasks &tasks) {
  linalg::GenericOp product;
  for (auto op : kernel.body->getOps<linalg::GenericOp>())
    if (isContraction(op))
      product = op;
  if (!product || !isProductSum(product)) {
    emitter.fail(kernel.loc, "is no contraction that the host can compile");
    return;
  }
  ContractionPlan plan(kernel, product, machine, emitter.getLanes());
  if (!plan.roots.empty())
    ContractionEmitter(emitter, plan).emit(tasks);
  for (unsigned root : plan.otherRoots)
    emitPointwise(emitter, kernel, tasks, {root});
}

} // namespace mpc::host
