//===- Tiling.cpp - the shape of a contraction's pieces ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tiling.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace mpc::host {

Tiling::Tiling(const ContractionShape &shape) {
  chooseTile(shape);
  chooseDepth(shape);
  choosePacking(shape);
  chooseBlock(shape);
}

//===----------------------------------------------------------------------===//
// Tiles
//===----------------------------------------------------------------------===//

/// Half of a first-level cache: what a panel of rhs may take of it.
constexpr int64_t kPanelBytes = 32 * 1024;

/// Contracted elements below which cutting them costs more than it gains.
constexpr int64_t kLeastDepth = 256;

/// Cycles of one step along the contracted dimension: two loads and two
/// multiplications at a time, each sum four cycles after the one before. Panels
/// that do not stay in the first-level cache load more slowly.
static double getStepCycles(const ContractionShape &shape, int64_t rows,
                            int64_t vectors) {
  int64_t depth = std::min(shape.depth, kLeastDepth);
  bool isNear =
      depth * vectors * shape.lanes * shape.elementBytes <= kPanelBytes;
  return std::max({0.5 * rows * vectors, 0.5 * (rows + vectors),
                   isNear ? 0.0 : 1.5 * vectors, 4.0});
}

static double getTileCycles(const ContractionShape &shape, int64_t rows,
                            int64_t vectors) {
  if (rows == 0 || vectors == 0)
    return 0;
  return shape.depth * getStepCycles(shape, rows, vectors) +
         2.0 * rows * vectors + 30;
}

/// Cycles for the whole product with tiles of `rows` by `vectors`, and what is
/// left at the edges.
static double getProductCycles(const ContractionShape &shape, int64_t rows,
                               int64_t vectors) {
  int64_t allVectors = llvm::divideCeil(shape.columns, shape.lanes);
  int64_t down = shape.rows / rows, across = allVectors / vectors;
  int64_t rowsLeft = shape.rows % rows, vectorsLeft = allVectors % vectors;
  return down * across * getTileCycles(shape, rows, vectors) +
         across * getTileCycles(shape, rowsLeft, vectors) +
         down * getTileCycles(shape, rows, vectorsLeft) +
         getTileCycles(shape, rowsLeft, vectorsLeft);
}

void Tiling::chooseTile(const ContractionShape &shape) {
  int64_t allVectors =
      std::max<int64_t>(1, llvm::divideCeil(shape.columns, shape.lanes));
  double best = std::numeric_limits<double>::max();
  for (int64_t v = 1; v <= std::min<int64_t>(allVectors, 8); ++v)
    for (int64_t r = 1; r <= std::max<int64_t>(1, shape.rows); ++r) {
      // The sums, one row of vectors, and the broadcast element.
      if (r * v + v + 1 > shape.registers)
        break;
      double cycles = getProductCycles(shape, r, v);
      // Each kind of edge is more code.
      if (shape.rows % r)
        cycles *= 1.02;
      if (allVectors % v)
        cycles *= 1.02;
      if (cycles < best) {
        best = cycles;
        rows = r;
        vectors = v;
      }
    }
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

/// Depends on the depth alone: sums are the same bits in whatever kernel a
/// product stands.
void Tiling::chooseDepth(const ContractionShape &shape) {
  int64_t pieces = std::max<int64_t>(
      1, llvm::divideCeil(shape.depth, kLeastDepth + kLeastDepth / 2));
  blockDepth =
      pieces == 1
          ? shape.depth
          : llvm::alignTo(llvm::divideCeil(shape.depth, pieces), shape.lanes);
}

/// Arguments are read where they are, unless that touches a new page, or always
/// the same sets of the cache, at each contracted element.
void Tiling::choosePacking(const ContractionShape &shape) {
  constexpr int64_t kFarBytes = 2048, kManyColumns = 256, kManyRows = 64;
  const OperandShape &l = shape.lhs, &r = shape.rhs;
  bool isLhsFar = l.freeStride == 1 && shape.rows > 1 &&
                  l.depthStride * shape.elementBytes >= kFarBytes &&
                  shape.depth >= kLeastDepth && shape.columns >= kManyColumns;
  packsLhs = !l.isDirect || isLhsFar;
  bool isRhsFar = r.depthStride * shape.elementBytes % kFarBytes == 0 &&
                  r.depthStride > 0 && shape.depth > 1;
  packsRhs = !r.isDirect || (r.freeStride != 1 && shape.columns > 1) ||
             (shape.rows >= kManyRows && (isRhsFar || packsLhs));
}

namespace {

/// Prices tasks by the time that 1 to 16 threads would need.
struct TaskPricing {
  const ContractionShape &shape;
  const Tiling &tiling;

  double getTaskCycles(int64_t outer, int64_t rows, int64_t columns) const {
    double depth = double(shape.depth);
    double multiply = getProductCycles(shape, tiling.rows, tiling.vectors) *
                      (double(rows) / shape.rows) *
                      (double(columns) / shape.columns);
    double pack = 0;
    if (tiling.packsLhs)
      pack += rows * depth * (0.2 + double(shape.lhs.cost) / shape.lanes);
    if (tiling.packsRhs)
      pack += columns * depth *
              ((shape.rhs.packsAlongDepth ? 0.5 : 0.2) +
               double(shape.rhs.cost) / shape.lanes);
    return outer * (multiply + pack) + 3000;
  }

  double getPrice(int64_t outer, int64_t rows, int64_t columns) const {
    double cycles = getTaskCycles(outer, rows, columns), price = 0;
    int64_t tasks = llvm::divideCeil(shape.outer, outer) *
                    llvm::divideCeil(shape.rows, rows) *
                    llvm::divideCeil(shape.columns, columns);
    for (int64_t threads : {1, 2, 2, 4, 8, 16})
      price += double(llvm::divideCeil(tasks, threads)) * threads * cycles;
    return price;
  }
};

} // namespace

/// The next number of pieces to consider: all small ones, then fewer.
static int64_t getNextCount(int64_t count, int64_t all) {
  int64_t next = count + std::max<int64_t>(1, count / 8);
  return count < all ? std::min(next, all) : next;
}

void Tiling::chooseBlock(const ContractionShape &shape) {
  if (shape.outer * shape.rows * shape.columns == 0)
    return;
  int64_t width = vectors * shape.lanes;
  int64_t tilesDown = llvm::divideCeil(shape.rows, rows);
  int64_t tilesAcross = llvm::divideCeil(shape.columns, width);
  TaskPricing pricing{shape, *this};
  double best = std::numeric_limits<double>::max();
  auto consider = [&](int64_t outer, int64_t r, int64_t c) {
    double price = pricing.getPrice(outer, std::min(r, shape.rows),
                                    std::min(c, shape.columns));
    if (price >= best * 0.999)
      return;
    best = price;
    blockOuter = outer;
    blockRows = r;
    blockColumns = c;
  };
  // Blocks of both operands must fit into the second-level cache.
  int64_t most = std::max<int64_t>(
      1, 512 * 1024 / (blockDepth ? blockDepth * shape.elementBytes : 1));
  for (int64_t down = 1; down <= tilesDown;
       down = getNextCount(down, tilesDown))
    for (int64_t across = 1; across <= tilesAcross;
         across = getNextCount(across, tilesAcross)) {
      int64_t r = llvm::divideCeil(tilesDown, down) * rows;
      if (shape.lhs.hasRuns && !shape.lhs.packsAlongDepth)
        r = llvm::alignTo(r, std::lcm(rows, shape.lanes));
      int64_t c = llvm::divideCeil(tilesAcross, across) * width;
      if (r <= std::max(most, rows) && c <= std::max(most, width))
        consider(1, r, c);
    }
  if (tilesDown * rows > most || tilesAcross * width > most)
    return;
  for (int64_t outer = 2; outer <= shape.outer; outer *= 2)
    consider(outer, tilesDown * rows, tilesAcross * width);
}

} // namespace mpc::host
