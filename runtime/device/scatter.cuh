//===- scatter.cuh - elements and rows that go where indices say ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/cumsum.cuh"

namespace mpc {

//===----------------------------------------------------------------------===//
// Rows that are added to rows
//===----------------------------------------------------------------------===//

/// A block has `BlockRows` of the `Rows` rows of the result. They become the
/// operand's, or 0 if it is null, `Width` elements at once; then groups of `Lanes`
/// threads add what is for each row, in the order of the sorted indices.
template <class Index, Index Rows, Index Columns, Index Count, Index BlockRows,
          int Width, int Lanes, int Threads, class Number, class T>
class RowAdder {
  using Wide = decltype(widen(T()));
  static constexpr int kGroups = Threads / Lanes;

public:
  const Number *sorted; ///< unsigned words of signed numbers
  const uint32 *permutation;
  const T *updates, *operand;
  T *result;

  __forceinline__ void run(Index block) const {
    Index first = block * BlockRows;
    Index end = Rows - first < BlockRows ? Rows : first + BlockRows;
    copy(first * Columns, end * Columns);
    barrier(); // rows are there
    int64 at = find(first) + groupIndex<Lanes, Threads>();
    for (; at < Count && getRow(at) < end; at += kGroups)
      if (at == 0 || getRow(at - 1) != getRow(at))
        addRow(at);
  }

private:
  __forceinline__ int64 getRow(int64 at) const {
    Number row = load(sorted + at);
    return sizeof(Number) == 4 ? int64(int32(row)) : int64(row);
  }

  __forceinline__ void copy(Index from, Index to) const {
    for (Index at = from + threadIndex() * Width; at < to; at += Threads * Width)
      storeVector(result + at,
                  operand ? loadVector<Width>(operand + at) : Vector<T, Width>{});
  }

  /// The first of the indices that is not below `row`.
  __forceinline__ int64 find(int64 row) const {
    int64 low = 0, high = Count;
    while (low < high) {
      int64 middle = (low + high) / 2;
      if (getRow(middle) < row)
        low = middle + 1;
      else
        high = middle;
    }
    return low;
  }

  __forceinline__ void addRow(int64 first) const {
    int64 row = getRow(first);
    for (Index column = uint32(threadIndex()) % Lanes; column < Columns;
         column += Lanes) {
      Wide sum = 0;
      if (operand)
        sum = widen(load(operand + row * Columns + column));
      for (int64 at = first; at < Count && getRow(at) == row; ++at)
        sum += widen(
            load(updates + int64(load(permutation + at)) * Columns + column));
      store(result + row * Columns + column, Narrow<T>::from(sum));
    }
  }
};

//===----------------------------------------------------------------------===//
// Elements that are put along a dimension
//===----------------------------------------------------------------------===//

/// Rows are `Count` updates and `Size` elements of the result. If some elements get
/// none, a first phase makes all 0: two semaphores and a word of shared memory.
template <class Index, Index Rows, Index Size, Index Inner, Index Count,
          int Threads, class T>
class Putter {
  static constexpr int kItems = 8; // of a thread in a block
  static constexpr Index kBlock = Threads * kItems;
  static constexpr bool kFills = Count < Size;
  static constexpr uint32 kFillTasks =
      kFills ? uint32((Rows * Size + kBlock - 1) / kBlock) : 0;

public:
  static constexpr uint32 kTasks =
      kFillTasks + uint32((Rows * Count + kBlock - 1) / kBlock);

  const T *updates;
  const uint32 *indices;
  T *result;

  __forceinline__ void run(Index block, uint32 *semaphores) const {
    if constexpr (!kFills) {
      put(block);
    } else {
      Tasks tasks(kTasks, semaphores,
                  reinterpret_cast<uint32 *>(sharedMemory()));
      uint32 task = tasks.take();
      if (task < kFillTasks) {
        forItems<Rows * Size>(task,
                              [&](Index at) { store(result + at, T{}); });
      } else {
        tasks.waitFor(kFillTasks);
        put(task - kFillTasks);
      }
      tasks.finish();
    }
  }

private:
  template <Index All, class Body>
  __forceinline__ void forItems(Index block, const Body &body) const {
    for (int i = 0; i < kItems; ++i) {
      Index at = block * kBlock + i * Threads + threadIndex();
      if (at < All)
        body(at);
    }
  }

  __forceinline__ void put(Index block) const {
    forItems<Rows * Count>(block, [&](Index at) {
      Index outer = at / (Count * Inner), inner = at % Inner;
      Index place = outer * Size + Index(load(indices + at));
      store(result + place * Inner + inner, load(updates + at));
    });
  }
};

} // namespace mpc
