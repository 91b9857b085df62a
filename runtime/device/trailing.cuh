//===- trailing.cuh - totals over all blocks of a launch ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each of `Blocks` blocks has totals of what it worked; the last one to get here
// combines those of all blocks, in their order. All threads of all blocks call
// these functions.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/blocks.cuh"

namespace mpc {

/// One total. Returns true in the one thread that then has that of all threads of
/// all blocks. Shared memory: a T per warp.
template <int Blocks, int Threads, class T, class Combine>
__forceinline__ bool finishTotal(int block, T &total, const T &initial,
                                 const Combine &combine, uint32 *semaphore,
                                 char *workspace) {
  T *shared = reinterpret_cast<T *>(sharedMemory());
  total = reduceThreads<Threads, Threads>(total, combine, shared);
  if constexpr (Blocks > 1) {
    if (threadIndex() == 0)
      storePartial(workspace, block, total);
    barrier(); // shared memory has been read
    if (!isLastBlock<Blocks>(semaphore, reinterpret_cast<uint32 *>(shared)))
      return false;
    total = initial;
    for (int other = threadIndex(); other < Blocks; other += Threads)
      total = combine(loadPartial<T>(workspace, other), total);
    total = reduceThreads<Threads, Threads>(total, combine, shared);
  }
  return threadIndex() == 0;
}

/// A row of totals, of which a thread has `Items` chunks of `Width`: chunk `item`
/// begins at column (item * Lanes + lane) * Width. Each of the Threads / Lanes
/// groups of threads has totals of its own. Returns true in the threads of the
/// first group of the last block, which then have those of all. Shared memory: a T
/// per thread, item and member of a chunk, if there are several groups; a word.
template <int Blocks, int64 Columns, int Lanes, int Threads, class T, int Items,
          int Width, class Combine>
__forceinline__ bool finishColumns(int block, T (&totals)[Items][Width],
                                   const Combine &combine, uint32 *semaphore,
                                   char *workspace) {
  constexpr int kGroups = Threads / Lanes;
  int group = groupIndex<Lanes, Threads>();
  int lane = uint32(threadIndex()) % Lanes;
  if constexpr (kGroups > 1) {
    T *shared = reinterpret_cast<T *>(sharedMemory());
    auto place = [&](int g, int item, int v) {
      return shared + ((item * Width + v) * kGroups + g) * Lanes + lane;
    };
    barrier(); // what was there before has been read
#pragma unroll
    for (int item = 0; item < Items; ++item)
#pragma unroll
      for (int v = 0; v < Width; ++v)
        storeShared(place(group, item, v), totals[item][v]);
    barrier();
    if (group == 0)
#pragma unroll
      for (int item = 0; item < Items; ++item)
#pragma unroll
        for (int v = 0; v < Width; ++v)
#pragma unroll 1
          for (int other = 1; other < kGroups; ++other)
            totals[item][v] =
                combine(loadShared(place(other, item, v)), totals[item][v]);
    barrier();
  }
  if constexpr (Blocks > 1) {
    auto place = [&](int64 b, int item, int v) {
      return b * Columns + (int64(item) * Lanes + lane) * Width + v;
    };
    auto isInside = [&](int item) {
      return (int64(item) * Lanes + lane) * Width < Columns;
    };
    if (group == 0)
#pragma unroll
      for (int item = 0; item < Items; ++item)
        if (isInside(item))
#pragma unroll
          for (int v = 0; v < Width; ++v)
            storePartial(workspace, place(block, item, v), totals[item][v]);
    barrier();
    if (!isLastBlock<Blocks>(semaphore,
                             reinterpret_cast<uint32 *>(sharedMemory())))
      return false;
    if (group == 0)
#pragma unroll
      for (int item = 0; item < Items; ++item)
        if (isInside(item))
#pragma unroll
          for (int v = 0; v < Width; ++v) {
            T total = loadPartial<T>(workspace, place(0, item, v));
#pragma unroll 4
            for (int other = 1; other < Blocks; ++other)
              total = combine(loadPartial<T>(workspace, place(other, item, v)),
                              total);
            totals[item][v] = total;
          }
  }
  return group == 0;
}

/// A row of totals that is too long for registers: each block keeps its own in the
/// workspace. The last block calls `body(column, total)` for all columns.
template <int Blocks, int64 Columns, int Threads, class T, class Combine,
          class Body>
__forceinline__ void finishLongColumns(const Combine &combine,
                                       uint32 *semaphore, char *workspace,
                                       const Body &body) {
  if (!isLastBlock<Blocks>(semaphore,
                           reinterpret_cast<uint32 *>(sharedMemory())))
    return;
  for (int64 column = threadIndex(); column < Columns; column += Threads) {
    T total = loadPartial<T>(workspace, column);
#pragma unroll 4
    for (int other = 1; other < Blocks; ++other)
      total = combine(loadPartial<T>(workspace, other * Columns + column),
                      total);
    body(column, total);
  }
}

} // namespace mpc
