//===- tiles.cuh - elements that are read across and written along -------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/vector.cuh"

namespace mpc {

/// A block of 256 threads works 32 x 32 elements of a matrix whose results lie
/// along columns. Operands that lie along rows pass through shared memory, so
/// that neighbouring threads touch neighbouring elements of all of them.
template <class Index, Index Rows, Index Columns> class TileWorker {
  static constexpr int kSize = 32;
  static constexpr int kLines = 8; ///< that the block has at once
  static constexpr Index kRowTiles = (Rows + kSize - 1) / kSize;
  static constexpr Index kColumnTiles = (Columns + kSize - 1) / kSize;

  /// Elements from a column to the next: neighbours of a row fall into different
  /// banks.
  template <class T>
  static constexpr int kPitch = sizeof(T) >= 4 ? 33 : sizeof(T) == 2 ? 34 : 36;

public:
  __forceinline__ explicit TileWorker(Index block)
      : outer(block / (kRowTiles * kColumnTiles)),
        firstRow(block / kColumnTiles % kRowTiles * kSize),
        firstColumn(block % kColumnTiles * kSize), lane(laneIndex()),
        line(uint32(threadIndex()) / kWarpSize) {}

  /// Brings `read(row, column)` of the tile into shared memory at `offset`.
  template <class T, class Read>
  __forceinline__ void stage(int offset, const Read &read) const {
#pragma unroll
    for (int i = 0; i < kSize; i += kLines) {
      Index row = firstRow + lane, column = firstColumn + line + i;
      if (row < Rows && column < Columns)
        storeShared(place<T>(offset, lane, line + i), T(read(row, column)));
    }
  }

  /// The element of item `item` of what was staged at `offset`.
  template <class T> __forceinline__ T get(int offset, int item) const {
    return loadShared(place<T>(offset, line + item * kLines, lane));
  }

  /// Calls `body(item, row, column)` for this thread's elements.
  template <class Body> __forceinline__ void forEach(const Body &body) const {
#pragma unroll
    for (int item = 0; item < kSize / kLines; ++item) {
      Index row = firstRow + line + item * kLines, column = firstColumn + lane;
      if (row < Rows && column < Columns)
        body(item, row, column);
    }
  }

  Index outer; ///< number of the matrix

private:
  template <class T>
  __forceinline__ static T *place(int offset, int row, int column) {
    return reinterpret_cast<T *>(sharedMemory() + offset) +
           column * kPitch<T> + row;
  }

  Index firstRow, firstColumn;
  int lane, line;
};

} // namespace mpc
