//===- Packing.cpp - factors in the order in which they are read ------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Contraction.h"

#include "ScalarOps.h"

using namespace mlir;

namespace mpc::host {

/// The elements of a factor at the current chunk, in the type of the sums.
llvm::Value *ContractionEmitter::evaluateElements(const Factor &factor) {
  llvm::Value *value =
      emitter.splat(emitter.evaluate(factor.tensor, factor.axes));
  llvm::Type *type = emitter.getVectorType(
      getTensorType(plan.op->getResult(0)).getElementType());
  return value->getType() == type ? value : b.CreateFPExt(value, type);
}

/// Moves the vector dimension over the contracted elements of this round.
void ContractionEmitter::forDepth(function_ref<void()> body) {
  emitter.setVectorDim(plan.depth);
  std::optional<int64_t> size;
  if (hasStaticDepth())
    size = shape.depth;
  buildSpan(emitter, depthRange.from, depthRange.to, size,
            shape.depth % lanes != 0, body);
}

/// Packed rows lie along whatever the memory of the factor runs along; the
/// micro-kernel reads single elements and does not care.
FactorView ContractionEmitter::packLhs(Range rows) {
  FactorView view;
  view.base = emitter.getScratch();
  view.isPadded = true;
  if (shape.depth == 0)
    return view;
  bool isAlongDepth = shape.lhs.packsAlongDepth;
  view.freeStride = isAlongDepth ? lhsPitch * bytes : bytes;
  view.depthStride = isAlongDepth ? bytes : lhsPitch * bytes;
  auto storeAt = [&](llvm::Value *line, llvm::Value *start) {
    llvm::Value *at = b.multiplyAdd(
        line, lhsPitch * bytes,
        b.CreateNSWMul(b.CreateNSWSub(emitter.getChunk().base, start),
                       b.index(bytes)));
    b.CreateAlignedStore(evaluateElements(plan.lhs), b.advance(view.base, at),
                         llvm::Align(lanes * bytes));
  };
  if (isAlongDepth) {
    b.buildLoop(rows.from, rows.to, 1, [&](llvm::Value *row) {
      emitter.setIndex(plan.row, row);
      llvm::Value *line = b.CreateNSWSub(row, rows.from);
      forDepth([&] { storeAt(line, depthRange.from); });
    });
    return view;
  }
  emitter.setVectorDim(plan.row);
  std::optional<int64_t> size;
  if (tiling.blockRows >= shape.rows)
    size = shape.rows;
  bool hasTail = shape.rows % lanes || tiling.blockRows % lanes;
  b.buildLoop(depthRange.from, depthRange.to, 1, [&](llvm::Value *depth) {
    emitter.setIndex(plan.depth, depth);
    llvm::Value *line = b.CreateNSWSub(depth, depthRange.from);
    buildSpan(emitter, rows.from, rows.to, size, hasTail,
              [&] { storeAt(line, rows.from); });
  });
  return view;
}

/// Panels as wide as a tile, one after the other, each row by row.
FactorView ContractionEmitter::packRhs(Range columns) {
  FactorView view;
  view.base = b.advance(emitter.getScratch(), rhsOffset);
  view.isPadded = true;
  view.freeStride = bytes;
  view.depthStride = width * bytes;
  view.panelStride = depthPitch * width * bytes;
  if (shape.depth == 0)
    return view;
  forPieces(columns, shape.columns, tiling.blockColumns, width,
            [&](llvm::Value *column, int64_t count) {
              llvm::Value *number = b.CreateExactUDiv(
                  b.CreateNSWSub(column, columns.from), b.index(width));
              llvm::Value *to = b.advance(
                  view.base,
                  b.CreateNSWMul(number, b.index(view.panelStride)));
              if (shape.rhs.packsAlongDepth)
                packPanelTransposed(to, column, count);
              else
                packPanel(to, column, count);
            });
  return view;
}

void ContractionEmitter::packPanel(llvm::Value *to, llvm::Value *column,
                                   int64_t columns) {
  emitter.setVectorDim(plan.column);
  SmallVector<Chunk> chunks;
  for (int64_t at = 0; at < columns; at += lanes) {
    emitter.setChunk(b.CreateNSWAdd(column, b.index(at)),
                     at + lanes > columns ? b.index(shape.columns) : nullptr,
                     emitter.getFreshId());
    chunks.push_back(emitter.getChunk());
  }
  b.buildLoop(depthRange.from, depthRange.to, 1, [&](llvm::Value *depth) {
    emitter.setIndex(plan.depth, depth);
    llvm::Value *line = b.advance(
        to, b.CreateNSWMul(b.CreateNSWSub(depth, depthRange.from),
                           b.index(width * bytes)));
    for (auto [number, chunk] : llvm::enumerate(chunks)) {
      emitter.setChunk(chunk);
      b.CreateAlignedStore(evaluateElements(plan.rhs),
                           b.advance(line, int64_t(number) * lanes * bytes),
                           llvm::Align(lanes * bytes));
    }
  });
}

/// Reads along the contracted dimension and writes across it, as many columns
/// at a time as a vector has lanes. Lanes past the end go into the padding.
void ContractionEmitter::packPanelTransposed(llvm::Value *to,
                                             llvm::Value *column,
                                             int64_t columns) {
  for (int64_t at = 0; at < columns; at += lanes) {
    forDepth([&] {
      Values rows;
      for (int64_t c = at; c < at + lanes; ++c) {
        if (c >= columns) {
          rows.push_back(llvm::Constant::getNullValue(rows[0]->getType()));
          continue;
        }
        b.enterScope();
        emitter.setIndex(plan.column, b.CreateNSWAdd(column, b.index(c)));
        rows.push_back(evaluateElements(plan.rhs));
        b.leaveScope();
      }
      rows = transpose(rows);
      llvm::Value *depth =
          b.CreateNSWSub(emitter.getChunk().base, depthRange.from);
      llvm::Value *line =
          b.advance(to, b.CreateNSWMul(depth, b.index(width * bytes)));
      for (auto [number, row] : llvm::enumerate(rows))
        b.CreateAlignedStore(
            row, b.advance(line, (int64_t(number) * width + at) * bytes),
            llvm::Align(lanes * bytes));
    });
  }
}

/// Exchanges blocks of halved size across the diagonal until they are single
/// elements.
Values ContractionEmitter::transpose(Values rows) {
  for (int64_t half = lanes / 2; half >= 1; half /= 2)
    for (int64_t r = 0; r < lanes; ++r) {
      if (r & half)
        continue;
      SmallVector<int> upper, lower;
      for (int64_t lane = 0; lane < lanes; ++lane) {
        bool isSecond = lane & half;
        upper.push_back(isSecond ? lanes + lane - half : lane);
        lower.push_back(isSecond ? lanes + lane : lane + half);
      }
      llvm::Value *first = rows[r], *second = rows[r + half];
      rows[r] = b.CreateShuffleVector(first, second, upper);
      rows[r + half] = b.CreateShuffleVector(first, second, lower);
    }
  return rows;
}

} // namespace mpc::host
