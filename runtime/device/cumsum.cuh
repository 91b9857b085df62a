//===- cumsum.cuh - running sums ------------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The order of additions is that of the op mpc.cumsum: 16 elements are a segment, 16
// segments a group, 16 groups a tile. Rows are `Size` elements of a tensor of
// outer x Size x Inner.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/phases.cuh"

namespace mpc {

/// What elements are summed in.
__forceinline__ float widen(float x) { return x; }
__forceinline__ float widen(f16 x) { return toFloat(x); }
__forceinline__ float widen(bf16 x) { return toFloat(x); }
__forceinline__ uint8 widen(uint8 x) { return x; }
__forceinline__ uint32 widen(uint32 x) { return x; }
__forceinline__ uint64 widen(uint64 x) { return x; }

template <class T> struct Narrow;
template <> struct Narrow<f16> {
  static __forceinline__ f16 from(float x) { return toF16(x); }
};
template <> struct Narrow<bf16> {
  static __forceinline__ bf16 from(float x) { return toBf16(x); }
};
template <> struct Narrow<float> {
  static __forceinline__ float from(float x) { return x; }
};
template <> struct Narrow<uint8> {
  static __forceinline__ uint8 from(uint8 x) { return x; }
};
template <> struct Narrow<uint32> {
  static __forceinline__ uint32 from(uint32 x) { return x; }
};
template <> struct Narrow<uint64> {
  static __forceinline__ uint64 from(uint64 x) { return x; }
};

constexpr int kSumRadix = 16;
constexpr int kSumThreads = kSumRadix * kSumRadix; // one for each segment of a tile
constexpr int kSumTile = kSumThreads * kSumRadix;

template <class Index, Index Rows, Index Size, Index Inner, bool Exclusive,
          bool Reverse, class T>
class RunningSums {
  using Wide = decltype(widen(T()));
  static constexpr int kTiles = (Size + kSumTile - 1) / kSumTile;
  static constexpr uint32 kAllTiles = uint32(Rows) * kTiles;

public:
  /// A tile of a row is a task, and so is its total if a row has several.
  static constexpr uint32 kTasks = kTiles > 1 ? 2 * kAllTiles : kAllTiles;
  static constexpr int64 kWorkspaceBytes =
      kTiles > 1 ? int64(kAllTiles) * int64(kWords<Wide> * 4) : 0;
  /// Bytes of shared memory: two lists, and a word.
  static constexpr int kSharedBytes =
      (kSumThreads + kSumRadix) * int(sizeof(Wide)) + 16;

  __forceinline__ RunningSums(const T *from, T *to) : from(from), to(to) {}

  /// One thread for each row.
  __forceinline__ void runRow(Index row) const {
    if (row >= Rows)
      return;
    Wide element = 0, segment = 0, group = 0, tile = 0;
    for (Index i = 0; i < Size; ++i) {
      Wide x = widen(load(from + at(row, i)));
      Wide before = tile + (group + segment);
      Wide next = element + x;
      store(to + at(row, i),
            Narrow<T>::from(before + (Exclusive ? element : next)));
      element = next;
      if ((i + 1) % kSumRadix == 0)
        carry(element, segment);
      if ((i + 1) % kSumThreads == 0)
        carry(segment, group);
      if ((i + 1) % kSumTile == 0)
        carry(group, tile);
    }
  }

  /// One block for each task.
  __forceinline__ void runTile(Index block, uint32 *semaphores,
                               char *workspace) const {
    if constexpr (kTiles == 1) {
      sumTile(block, 0);
    } else {
      Tasks tasks(kTasks, semaphores, word());
      uint32 task = tasks.take();
      if (task < kAllTiles) {
        Wide total = findTotal(task / kTiles, task % kTiles);
        if (threadIndex() == 0)
          storePartial(workspace, task, total);
      } else {
        task -= kAllTiles;
        tasks.waitFor(kAllTiles);
        Wide before = 0;
#pragma unroll 8
        for (uint32 i = task - task % kTiles; i < task; ++i)
          before += loadPartial<Wide>(workspace, i);
        sumTile(task / kTiles, task % kTiles, before);
      }
      tasks.finish();
    }
  }

private:
  static __forceinline__ void carry(Wide &from, Wide &to) {
    to += from;
    from = 0;
  }

  static __forceinline__ Index at(Index row, Index i) {
    return (row / Inner * Size + (Reverse ? Size - 1 - i : i)) * Inner +
           row % Inner;
  }

  static __forceinline__ Wide *segments() {
    return reinterpret_cast<Wide *>(sharedMemory());
  }
  static __forceinline__ Wide *groups() { return segments() + kSumThreads; }
  static __forceinline__ uint32 *word() {
    return reinterpret_cast<uint32 *>(groups() + kSumRadix);
  }

  /// Number of this thread's first element in the row.
  static __forceinline__ Index firstOf(Index tile) {
    return tile * kSumTile + threadIndex() * kSumRadix;
  }

  /// Leaves the totals of segments and groups in shared memory.
  __forceinline__ void findTotals(Index row, Index tile) const {
    Wide total = 0;
    for (int i = 0; i < kSumRadix; ++i)
      if (firstOf(tile) + i < Size)
        total += widen(load(from + at(row, firstOf(tile) + i)));
    storeShared(segments() + threadIndex(), total);
    barrier();
    if (threadIndex() < kSumRadix)
      storeShared(groups() + threadIndex(),
                  sum(segments() + threadIndex() * kSumRadix, kSumRadix));
    barrier();
  }

  static __forceinline__ Wide sum(const Wide *shared, int count) {
    Wide result = 0;
    for (int i = 0; i < count; ++i)
      result += loadShared(shared + i);
    return result;
  }

  __forceinline__ Wide findTotal(Index row, Index tile) const {
    findTotals(row, tile);
    return sum(groups(), kSumRadix);
  }

  __forceinline__ void sumTile(Index row, Index tile, Wide tiles = 0) const {
    findTotals(row, tile);
    int group = threadIndex() / kSumRadix;
    Wide before = tiles + (sum(groups(), group) +
                           sum(segments() + group * kSumRadix,
                               threadIndex() % kSumRadix));
    Wide element = 0;
    for (int i = 0; i < kSumRadix; ++i) {
      if (firstOf(tile) + i >= Size)
        return;
      Wide next = element + widen(load(from + at(row, firstOf(tile) + i)));
      store(to + at(row, firstOf(tile) + i),
            Narrow<T>::from(before + (Exclusive ? element : next)));
      element = next;
    }
  }

  const T *from;
  T *to;
};

} // namespace mpc
