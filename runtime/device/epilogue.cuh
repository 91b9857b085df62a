//===- epilogue.cuh - what happens to the sums of a contraction -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums go through shared memory, 16 rows of a warp at a time, so that the
// epilogue functor sees whole chunks of rows and its accesses to global memory
// are wide. Sums over blocks (split depth, sums of columns) are added by the
// block that finishes last, always in the same order.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/blocks.cuh"
#include "mpc/operands.cuh"

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
#pragma unroll 1
  for (int split = 1; split < Shape::kSplits; ++split) {
    quads += splitQuads;
#pragma unroll
    for (int i = 0; i < Products::kQuads; ++i) {
      Vector<float, 4> next = loadFresh(quads + i * kThreads);
#pragma unroll
      for (int j = 0; j < 4; ++j)
        products.quad(i)[j] += next[j];
    }
  }
  return true;
}

/// The place of a warp's sums in shared memory, 16 rows at a time.
template <int Columns>
struct Slice {
  static constexpr int kRows = 16;
  static constexpr int kPitch = Columns + 8;
  static constexpr int kFloats = kRows * kPitch;

  /// Half of the 32-byte pieces have their two chunks exchanged, so that eight
  /// lanes that read every other chunk meet no bank twice.
  __forceinline__ static int place(int row, int column) {
    int turn = Columns >= 64 ? column / 32 : Columns == 32 ? row : column / 8;
    return row * kPitch + (column ^ (turn % 2 * 4));
  }
};

/// Hands the sums of a tile to the functor, and sums up columns.
template <class Shape, class Products, class Functor>
class EpilogueLoop {
  static constexpr int kThreads = kContractionThreads<Shape>;
  static constexpr int kWarps = kThreads / kWarpSize;
  static constexpr int kWarpsPerRow = Shape::kTileColumns / Shape::kWarpColumns;
  static constexpr int kRowTiles = divideUp(Shape::kRows, Shape::kTileRows);
  static constexpr int kColumnTiles =
      divideUp(Shape::kColumns, Shape::kTileColumns);
  static constexpr int kVector = Functor::kVector;
  static constexpr int kSums = Functor::kSums;
  static constexpr int kRowLanes =
      atMost(kWarpSize, Shape::kWarpColumns / kVector);
  static constexpr int kPassRows = kWarpSize / kRowLanes;
  static constexpr int kLaneChunks = Shape::kWarpColumns / kVector / kRowLanes;
  using WarpSlice = Slice<Shape::kWarpColumns>;
  using Chunk = Vector<float, kVector>;

  static_assert(Shape::kWarpColumns % kVector == 0);

public:
  /// Sums of columns, one line per row of warps, follow the slices.
  static constexpr int kSliceBytes = kWarps * WarpSlice::kFloats * 4;
  static constexpr int kBytes =
      kSliceBytes + kSums * kWarps / kWarpsPerRow * Shape::kTileColumns * 4;
  static constexpr int64 kWorkspaceBytes = kSums > 0 && kRowTiles > 1
                                               ? int64(4) * Shape::kBatches
                                                     * kRowTiles * kSums
                                                     * kColumnTiles
                                                     * Shape::kTileColumns
                                               : 0;

  __forceinline__ EpilogueLoop(Functor &functor, int batch, int rowTile,
                               int columnTile, char *shared)
      : functor(functor), batch(batch), rowTile(rowTile),
        columnTile(columnTile), shared(shared) {}

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

  /// The sums of columns over all rows of the problem.
  __forceinline__ void runSums(unsigned *semaphores, char *workspace) {
    addLanes();
    barrier();
    addWarps(workspace);
    if (kRowTiles > 1) {
      if (!isLastBlock<kRowTiles>(semaphores + batch * kColumnTiles +
                                      columnTile,
                                  reinterpret_cast<uint32 *>(shared)))
        return;
      addTiles(workspace);
    }
    barrier();
    storeSums();
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
                                           columnSums[i]);
    } else if constexpr (Shape::kColumns % kVector != 0) {
      runRest(slice, row, column, globalRow, globalColumn, i);
    }
  }

  __forceinline__ void runRest(const float *slice, int row, int column,
                               int globalRow, int globalColumn, int i) {
#pragma unroll 1
    for (int j = 0; j < Shape::kColumns - globalColumn; ++j) {
      Vector<float, 1> one[atLeast(kSums, 1)];
      exchange(one, i, j, true);
      functor.template operator()<1>(
          batch, globalRow, globalColumn + j,
          loadShared(reinterpret_cast<const Vector<float, 1> *>(
              slice + WarpSlice::place(row, column + j))),
          one);
      exchange(one, i, j, false);
    }
  }

  /// Moves sums of element j of chunk i, j not being a constant.
  __forceinline__ void exchange(Vector<float, 1> *one, int i, int j, bool out) {
#pragma unroll
    for (int s = 0; s < kSums; ++s)
#pragma unroll
      for (int k = 0; k < kVector; ++k)
        if (k == j)
          (out ? one[s][0] : columnSums[i][s][k]) =
              out ? columnSums[i][s][k] : one[s][0];
  }

  __forceinline__ float *sumsLine(int line, int s) {
    return reinterpret_cast<float *>(shared + kSliceBytes) +
           (line * kSums + s) * Shape::kTileColumns;
  }

  /// Over the rows of a warp.
  __forceinline__ void addLanes() {
    int warp = thread / kWarpSize;
#pragma unroll
    for (int s = 0; s < kSums; ++s)
#pragma unroll
      for (int i = 0; i < kLaneChunks; ++i)
#pragma unroll
        for (int j = 0; j < kVector; ++j) {
          float sum = columnSums[i][s][j];
#pragma unroll
          for (int mask = kRowLanes; mask < kWarpSize; mask *= 2)
            sum += shuffleXor(sum, mask);
          if ((thread % kWarpSize) < kRowLanes)
            storeShared(sumsLine(warp / kWarpsPerRow, s) +
                            warp % kWarpsPerRow * Shape::kWarpColumns +
                            ((thread % kWarpSize) + i * kRowLanes) * kVector +
                            j,
                        sum);
        }
  }

  /// Over the warps of the block: to line 0, or to the workspace.
  __forceinline__ void addWarps(char *workspace) {
#pragma unroll
    for (int s = 0; s < kSums; ++s)
      for (int i = thread; i < Shape::kTileColumns; i += kThreads) {
        float sum = loadShared(sumsLine(0, s) + i);
        for (int line = 1; line < kWarps / kWarpsPerRow; ++line)
          sum += loadShared(sumsLine(line, s) + i);
        if (kRowTiles > 1)
          store(partial(workspace, rowTile, s) + i, sum);
        else
          storeShared(sumsLine(0, s) + i, sum);
      }
  }

  /// Over the tiles of the problem.
  __forceinline__ void addTiles(char *workspace) {
#pragma unroll
    for (int s = 0; s < kSums; ++s)
      for (int i = thread; i < Shape::kTileColumns; i += kThreads) {
        float sum = loadFresh(partial(workspace, 0, s) + i);
#pragma unroll 8
        for (int tile = 1; tile < kRowTiles; ++tile)
          sum += loadFresh(partial(workspace, tile, s) + i);
        storeShared(sumsLine(0, s) + i, sum);
      }
  }

  __forceinline__ float *partial(char *workspace, int tile, int s) {
    int64 line = (int64(batch) * kRowTiles + tile) * kSums + s;
    return reinterpret_cast<float *>(workspace) +
           (line * kColumnTiles + columnTile) * Shape::kTileColumns;
  }

  __forceinline__ void storeSums() {
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
    Vector<float, V> sums[atLeast(kSums, 1)];
#pragma unroll
    for (int s = 0; s < kSums; ++s)
#pragma unroll
      for (int j = 0; j < V; ++j)
        sums[s][j] = loadShared(sumsLine(0, s) + column + j);
    functor.template storeSums<V>(
        batch, columnTile * Shape::kTileColumns + column, sums);
  }

  /// What one read from a slice gets.
  static constexpr int kPiece = atMost(kVector, 4);

  Functor &functor;
  int batch, rowTile, columnTile;
  /// Places that follow from it are not to take registers before.
  int thread = freshThreadIndex();
  char *shared;
  Chunk columnSums[kLaneChunks][atLeast(kSums, 1)] = {};
};

} // namespace mpc
