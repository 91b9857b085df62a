//===- Packing.cpp - factors in the order in which they are read ------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Contraction.h"
#include "ScalarOps.h"

#include "llvm/Analysis/VectorUtils.h"

using namespace mlir;

namespace mpc::host {

/// The elements of a factor at the current chunk, in the type of the sums.
llvm::Value *ContractionEmitter::evaluateElements(const Factor &factor) {
  llvm::Value *value =
      emitter.splat(emitter.evaluate(factor.tensor, factor.axes));
  return convertFloat(b, value, getTensorType(factor.tensor).getElementType(),
                      getElementTypeOrSelf(plan.op->getResult(0)));
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
  bool isAligned =
      tiling.blockRows >= shape.rows || tiling.blockRows % lanes == 0;
  b.buildLoop(depthRange.from, depthRange.to, 1, [&](llvm::Value *depth) {
    emitter.setIndex(plan.depth, depth);
    llvm::Value *line = b.CreateNSWSub(depth, depthRange.from);
    buildSpan(
        emitter, rows.from, rows.to, size, hasTail,
        [&] { storeAt(line, rows.from); }, isAligned);
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
                  view.base, b.CreateNSWMul(number, b.index(view.panelStride)));
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
    llvm::Value *line =
        b.advance(to, b.CreateNSWMul(b.CreateNSWSub(depth, depthRange.from),
                                     b.index(width * bytes)));
    for (auto [number, chunk] : llvm::enumerate(chunks)) {
      emitter.setChunk(chunk);
      b.CreateAlignedStore(evaluateElements(plan.rhs),
                           b.advance(line, int64_t(number) * lanes * bytes),
                           llvm::Align(lanes * bytes));
    }
  });
}

/// Reads along the contracted dimension and writes across it, in squares of as
/// many elements as a vector has lanes. Lanes past the end go into the padding.
void ContractionEmitter::packPanelTransposed(llvm::Value *to,
                                             llvm::Value *column,
                                             int64_t columns) {
  llvm::Value *square = b.advance(emitter.getScratch(), squareOffset);
  llvm::Align align(lanes * bytes);
  auto getLine = [&](llvm::Value *number) {
    return b.advance(square, b.CreateNSWMul(number, b.index(lanes * bytes)));
  };
  for (int64_t at = 0; at < columns; at += lanes) {
    int64_t valid = std::min(columns - at, lanes);
    for (int64_t line = valid; line < lanes; ++line)
      b.CreateAlignedStore(llvm::Constant::getNullValue(sumType),
                           getLine(b.index(line)), align);
    forDepth([&] {
      b.buildLoop(b.index(0), b.index(valid), 1, [&](llvm::Value *line) {
        emitter.setIndex(
            plan.column,
            b.CreateNSWAdd(column, b.CreateNSWAdd(line, b.index(at))));
        b.CreateAlignedStore(evaluateElements(plan.rhs), getLine(line), align);
      });
      llvm::Value *depth =
          b.CreateNSWSub(emitter.getChunk().base, depthRange.from);
      transpose(square, b.advance(to, b.multiplyAdd(depth, width * bytes,
                                                    b.index(at * bytes))));
    });
  }
}

/// Writes the columns of `square` as rows of a panel. Pieces of 16 bytes are
/// gathered from rows that far apart that all shuffles stay inside of them.
void ContractionEmitter::transpose(llvm::Value *square, llvm::Value *to) {
  int64_t piece = 16 / bytes, pieces = lanes / piece;
  auto *type = llvm::FixedVectorType::get(sumType->getElementType(), piece);
  b.buildLoop(b.index(0), b.index(pieces), 1, [&](llvm::Value *number) {
    llvm::Value *from = b.advance(square, b.CreateNSWMul(number, b.index(16)));
    Values rows;
    for (int64_t i = 0; i < piece; ++i) {
      Values parts;
      for (int64_t p = 0; p < pieces; ++p)
        parts.push_back(b.CreateAlignedLoad(
            type, b.advance(from, (p * piece + i) * lanes * bytes),
            llvm::Align(16)));
      rows.push_back(llvm::concatenateVectors(b, parts));
    }
    exchange(rows);
    llvm::Value *line =
        b.advance(to, b.CreateNSWMul(number, b.index(piece * width * bytes)));
    for (auto [i, row] : llvm::enumerate(rows))
      b.CreateAlignedStore(row, b.advance(line, int64_t(i) * width * bytes),
                           llvm::Align(lanes * bytes));
  });
}

/// Exchanges squares of halved size across the diagonal until they are single
/// elements.
void ContractionEmitter::exchange(Values &rows) {
  int64_t count = rows.size();
  for (int64_t half = count / 2; half >= 1; half /= 2)
    for (int64_t r = 0; r < count; ++r) {
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
}

} // namespace mpc::host
