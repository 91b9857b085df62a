//===- epilogue.cuh - what happens to the sums of a contraction -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums go through shared memory, 16 rows of a warp at a time, so that the
// epilogue functor sees whole chunks of rows and its accesses to global memory
// are wide. What several blocks have (split depth, totals of columns) is
// combined by the block that finishes last, always in the same order.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/operands.cuh"
#include "mpc/trailing.cuh"

namespace mpc {

/// Adds the sums of all splits, in their order. Only the last block of a tile
/// has them, and only it gets true.
template <class Shape, class Products>
__forceinline__ bool addSplits(Products &products, int tile, int tileCount,
                               unsigned *semaphores, char *workspace,
                               char *shared) {
  constexpr int kThreads = kContractionThreads<Shape>;
  constexpr int64 kTileQuads = int64(kThreads) * Products::kQuads;
  auto *quads = reinterpret_cast<Vector<float, 4> *>(workspace) +
                tile * kTileQuads + freshThreadIndex();
  int64 splitQuads = tileCount * kTileQuads;
#pragma unroll
  for (int i = 0; i < Products::kQuads; ++i)
    store(quads + freshBlockIndex(1) * splitQuads + i * kThreads,
          products.quad(i));
  bool isLast = isLastBlock<Shape::kSplits>(semaphores + tile,
                                            reinterpret_cast<uint32 *>(shared));
  barrier(); // shared memory is free again
  if (!isLast)
    return false;
#pragma unroll
  for (int i = 0; i < Products::kQuads; ++i)
    products.quad(i) = loadFresh(quads + i * kThreads);
  // A small tile waits for several splits at once.
  constexpr int kAhead = atLeast(1, 16 / Products::kQuads);
#pragma unroll 1
  for (int split = 1; split < Shape::kSplits; split += kAhead) {
    Vector<float, 4> next[kAhead][Products::kQuads];
#pragma unroll
    for (int a = 0; a < kAhead; ++a)
#pragma unroll
      for (int i = 0; i < Products::kQuads; ++i)
        if (split + a < Shape::kSplits)
          next[a][i] =
              loadFresh(quads + (split + a) * splitQuads + i * kThreads);
#pragma unroll
    for (int a = 0; a < kAhead; ++a)
#pragma unroll
      for (int i = 0; i < Products::kQuads; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j)
          if (split + a < Shape::kSplits)
            products.quad(i)[j] += next[a][i][j];
  }
  return true;
}

/// Blocks that combine their totals of columns among themselves before the last
/// one of all does: all of them, if its threads have few to read.
constexpr int findTotalsTeam(int parts, int groups) {
  int team = 16;
  while (team * team < parts)
    team *= 2;
  return parts <= 64 * groups ? parts : team;
}

/// The place of a warp's sums in shared memory, 16 rows at a time.
template <int Columns>
struct Slice {
  static constexpr int kRows = 16;
  static constexpr int kFloats = kRows * (Columns + 8);
  static constexpr int kPitch = Columns == 16 ? Columns : Columns + 8;

  /// Half of the 32-byte pieces have their two chunks exchanged, so that eight
  /// lanes that read every other chunk meet no bank twice. Two of the shortest
  /// lines fill the banks; the next two have them the other way round.
  __forceinline__ static int place(int row, int column) {
    if (Columns == 16)
      return row * kPitch + (column ^ (row / 2 % 2 * 12));
    int turn = Columns >= 64 ? column / 32 : row;
    return row * kPitch + (column ^ (turn % 2 * 4));
  }
};

/// Hands the sums of a tile to the functor, and combines columns.
template <class Shape, class Products, class Functor>
class EpilogueLoop {
  static constexpr int kThreads = kContractionThreads<Shape>;
  static constexpr int kWarps = kThreads / kWarpSize;
  static constexpr int kWarpsPerRow = Shape::kTileColumns / Shape::kWarpColumns;
  static constexpr int kRowTiles = divideUp(Shape::kRows, Shape::kTileRows);
  static constexpr int kColumnTiles =
      divideUp(Shape::kColumns, Shape::kTileColumns);
  static constexpr int kVector = Functor::kVector;
  using Total = typename Functor::Total;
  static constexpr bool kHasTotals = Functor::kHasTotals;
  static constexpr int kTotalBytes = kHasTotals ? 4 * kWords<Total> : 0;
  static constexpr int kRowLanes =
      atMost(kWarpSize, Shape::kWarpColumns / kVector);
  static constexpr int kPassRows = kWarpSize / kRowLanes;
  static constexpr int kLaneChunks = Shape::kWarpColumns / kVector / kRowLanes;
  using WarpSlice = Slice<Shape::kWarpColumns>;
  using Chunk = Vector<float, kVector>;

  static_assert(Shape::kWarpColumns % kVector == 0);

public:
  /// Totals of columns, one line per row of warps, follow the slices.
  static constexpr int kSliceBytes = kWarps * WarpSlice::kFloats * 4;
  static constexpr int kBytes =
      kSliceBytes + kTotalBytes * (kWarps / kWarpsPerRow) * Shape::kTileColumns;
  /// What has totals of its own for each column.
  static constexpr int kParts = Shape::kBatches * kRowTiles;
  static constexpr bool kExchangesTotals = kHasTotals && kParts > 1;
  static constexpr int kTotalsTeam =
      findTotalsTeam(kParts, kThreads / Shape::kTileColumns);
  /// Of a column of tiles: one, and one for each of several teams.
  static constexpr int kTotalsSemaphores =
      kParts > kTotalsTeam ? 1 + divideUp(kParts, kTotalsTeam) : 1;
  static constexpr int64 kWorkspaceBytes =
      kExchangesTotals
          ? int64(kTotalBytes) * kParts * kColumnTiles * Shape::kTileColumns
          : 0;

  __forceinline__ EpilogueLoop(Functor &functor, int batch, int rowTile,
                               int columnTile, char *shared)
      : functor(functor), batch(batch), rowTile(rowTile),
        columnTile(columnTile), shared(shared) {
    if constexpr (kHasTotals)
#pragma unroll
      for (int i = 0; i < kLaneChunks; ++i)
#pragma unroll
        for (int j = 0; j < kVector; ++j)
          totals[i][j] = functor.initial();
  }

  /// The rows of this tile. Shared memory must be free.
  __forceinline__ void run(const Products &products) {
    int warp = thread / kWarpSize;
    float *slice =
        reinterpret_cast<float *>(shared) + warp * WarpSlice::kFloats;
    int firstRow =
        rowTile * Shape::kTileRows + warp / kWarpsPerRow * Shape::kWarpRows;
    int firstColumn = columnTile * Shape::kTileColumns +
                      warp % kWarpsPerRow * Shape::kWarpColumns;
    // The functor is large and the rows are many: its code is there once.
#pragma unroll 1
    for (int i = 0; i < Shape::kWarpRows / WarpSlice::kRows; ++i) {
#pragma unroll
      for (int j = 0; j < Shape::kWarpRows / WarpSlice::kRows; ++j)
        if (i == j)
          products.storeSlice(j, slice, WarpSlice::place);
      warpBarrier();
      runSlice(slice, firstRow + i * WarpSlice::kRows, firstColumn);
      warpBarrier();
    }
  }

  /// The totals of columns over all batches and rows of the problem.
  __forceinline__ void runTotals(unsigned *semaphores, char *workspace) {
    combineLanes();
    barrier();
    combineWarps();
    if constexpr (kExchangesTotals)
      if (!combineParts(semaphores, workspace))
        return;
    barrier();
    storeTotals();
  }

private:
  __forceinline__ void runSlice(const float *slice, int firstRow,
                                int firstColumn) {
#pragma unroll 1
    for (int r = 0; r < WarpSlice::kRows; r += kPassRows) {
      int row = r + (thread % kWarpSize) / kRowLanes;
      if (Shape::kRows % Shape::kTileRows != 0 &&
          firstRow + row >= Shape::kRows)
        continue;
#pragma unroll
      for (int i = 0; i < kLaneChunks; ++i) {
        int column =
            ((thread % kWarpSize) % kRowLanes + i * kRowLanes) * kVector;
        runChunk(slice, row, column, firstRow + row, firstColumn + column, i);
      }
    }
  }

  __forceinline__ void runChunk(const float *slice, int row, int column,
                                int globalRow, int globalColumn, int i) {
    if (globalColumn + kVector <= Shape::kColumns) {
      Chunk sum;
#pragma unroll
      for (int j = 0; j < kVector; j += kPiece) {
        auto piece = loadShared(reinterpret_cast<const Vector<float, kPiece> *>(
            slice + WarpSlice::place(row, column + j)));
#pragma unroll
        for (int k = 0; k < kPiece; ++k)
          sum[j + k] = piece[k];
      }
      functor.template operator()<kVector>(batch, globalRow, globalColumn, sum,
                                           totals[i]);
    } else if constexpr (Shape::kColumns % kVector != 0) {
      runRest(slice, row, column, globalRow, globalColumn, i);
    }
  }

  __forceinline__ void runRest(const float *slice, int row, int column,
                               int globalRow, int globalColumn, int i) {
#pragma unroll 1
    for (int j = 0; j < Shape::kColumns - globalColumn; ++j) {
      Total one;
      exchange(one, i, j, true);
      functor.template operator()<1>(
          batch, globalRow, globalColumn + j,
          loadShared(reinterpret_cast<const Vector<float, 1> *>(
              slice + WarpSlice::place(row, column + j))),
          &one);
      exchange(one, i, j, false);
    }
  }

  /// Moves the total of element j of chunk i, j not being a constant.
  __forceinline__ void exchange(Total &one, int i, int j, bool out) {
    if constexpr (kHasTotals)
#pragma unroll
      for (int k = 0; k < kVector; ++k)
        if (k == j)
          (out ? one : totals[i][k]) = out ? totals[i][k] : one;
  }

  __forceinline__ Total *totalsLine(int line) {
    return reinterpret_cast<Total *>(shared + kSliceBytes) +
           line * Shape::kTileColumns;
  }

  /// Over the rows of a warp.
  __forceinline__ void combineLanes() {
    int warp = thread / kWarpSize, lane = thread % kWarpSize;
    Total *line = totalsLine(warp / kWarpsPerRow) +
                  warp % kWarpsPerRow * Shape::kWarpColumns;
#pragma unroll
    for (int i = 0; i < kLaneChunks; ++i)
#pragma unroll
      for (int j = 0; j < kVector; ++j) {
        Total total = totals[i][j];
#pragma unroll
        for (int mask = kRowLanes; mask < kWarpSize; mask *= 2)
          total = functor.combine(mpc::exchange(total, mask), total);
        if (lane < kRowLanes)
          storeShared(line + (lane + i * kRowLanes) * kVector + j, total);
      }
  }

  /// Over the warps of the block: to line 0.
  __forceinline__ void combineWarps() {
    for (int i = thread; i < Shape::kTileColumns; i += kThreads) {
      Total total = loadShared(totalsLine(0) + i);
      for (int line = 1; line < kWarps / kWarpsPerRow; ++line)
        total = functor.combine(loadShared(totalsLine(line) + i), total);
      storeShared(totalsLine(0) + i, total);
    }
  }

  /// Over the tiles of the problem, in the last block of this column of tiles,
  /// which gets true.
  __forceinline__ bool combineParts(unsigned *semaphores, char *workspace) {
    static_assert(kThreads * sizeof(Total) <= kSliceBytes);
    const auto combine = [&](const Total &x, const Total &y) {
      return functor.combine(x, y);
    };
    barrier();
    Total total[1][1] = {
        {loadShared(totalsLine(0) + thread % Shape::kTileColumns)}};
    ColumnsFinisher<kParts, Shape::kTileColumns, Shape::kTileColumns, kThreads,
                    Total, 1, 1, decltype(combine), kTotalsTeam>
        finisher(total, combine,
                 workspace + int64(columnTile) * kParts * Shape::kTileColumns *
                                 kTotalBytes);
    if (!finisher.combineBlocks(batch * kRowTiles + rowTile,
                                semaphores + columnTile * kTotalsSemaphores))
      return false;
    if (thread < Shape::kTileColumns)
      storeShared(totalsLine(0) + thread, total[0][0]);
    return true;
  }

  __forceinline__ void storeTotals() {
    for (int i = thread; i < Shape::kTileColumns / kVector; i += kThreads) {
      int column = i * kVector;
      int left = Shape::kColumns - columnTile * Shape::kTileColumns - column;
      if (left >= kVector)
        storeChunk<kVector>(column);
      else
        for (int j = 0; j < left; ++j)
          storeChunk<1>(column + j);
    }
  }

  template <int V>
  __forceinline__ void storeChunk(int column) {
    Total chunk[V];
#pragma unroll
    for (int j = 0; j < V; ++j)
      chunk[j] = loadShared(totalsLine(0) + column + j);
    functor.template storeTotals<V>(columnTile * Shape::kTileColumns + column,
                                    chunk);
  }

  /// What one read from a slice gets.
  static constexpr int kPiece = atMost(kVector, 4);

  Functor &functor;
  int batch, rowTile, columnTile;
  /// Places that follow from it are not to take registers before.
  int thread = freshThreadIndex();
  char *shared;
  Total totals[kLaneChunks][kVector];
};

} // namespace mpc
