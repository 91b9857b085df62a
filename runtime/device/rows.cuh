//===- rows.cuh - reductions of neighbouring elements ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/trailing.cuh"

namespace mpc {

/// `Lanes` threads, a power of two, work one row of `Columns` elements, `Width`
/// neighbours at once; a block of `Threads` works Threads / Lanes rows. Stages of
/// a row walk it again and again: what they need twice stays in registers if the
/// row is short, item by item. An Index can count all elements. Long rows that are
/// few may be shared by `Splits` blocks, which then have all their threads in it.
template <class Index, Index Rows, Index Columns, int Width, int Lanes,
          int Threads, int Splits = 1>
class RowWorker {
  static_assert(Splits == 1 || Lanes == Threads);

public:
  static constexpr int kStep = Width * Lanes * Splits;
  static constexpr Index kItems = (Columns + kStep - 1) / kStep;

  /// Blocks of rows that there are.
  static constexpr Index kBlocks =
      (Rows + Threads / Lanes - 1) / (Threads / Lanes) * Splits;

  __forceinline__ explicit RowWorker(Index block) : split(block % Splits) {
    Index number =
        block / Splits * (Threads / Lanes) + groupIndex<Lanes, Threads>();
    // Threads of no row follow the last one, so that all take part.
    isActive = Rows % (Threads / Lanes) == 0 || number < Rows;
    row = isActive ? number : Rows - 1;
    first = (split * Lanes + uint32(threadIndex()) % Lanes) * Width;
  }

  /// Calls `body(item)`, with an Index, for this thread's chunks; chunk `item` begins
  /// at column first + item * kStep.
  template <class Body> __forceinline__ void forEach(const Body &body) const {
#pragma unroll(kItems <= 32 ? kItems : 1)
    for (Index item = 0; item < kItems; ++item) {
      if (Columns % kStep == 0 || first + item * kStep < Columns)
        body(item);
    }
  }

  /// Combines the values of the row's threads, which all get the result. They
  /// exchange them at `Offset` in shared memory; `Guards` as in reduceThreads.
  template <int Offset = 0, bool Guards = true, class T, class Combine>
  __forceinline__ T reduce(const T &value, const Combine &combine) const {
    return reduceThreads<Lanes, Threads, Guards>(
        value, combine, reinterpret_cast<T *>(sharedMemory() + Offset));
  }

  /// True in the thread that stores what there is one of per row.
  __forceinline__ bool isFirst() const { return isActive && first == 0; }

  int split;
  Index row, first;
  bool isActive;
};

} // namespace mpc
