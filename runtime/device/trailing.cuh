//===- trailing.cuh - totals over all blocks of a launch ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each of `Blocks` blocks has totals of what it worked; the last one to get here
// combines those of all blocks, in an order that depends on sizes only. All threads
// of all blocks call these functions.
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

/// Blocks that first combine among themselves what they have: a row of totals of
/// all blocks, one after the other, would take the last one long.
constexpr int kTeam = 16;

/// A row of totals, of which a thread has `Items` chunks of `Width`: chunk `item`
/// begins at column (item * Lanes + lane) * Width. Each of the Threads / Lanes
/// groups of threads has totals of its own. Returns true in the threads of the
/// first group of the last block, which then have those of all. Shared memory: a T
/// per thread and kTogether members of a chunk, if there are several groups; a
/// word.
/// Semaphores: one, and if there are several teams of `Team` blocks, one for each.
template <int Blocks, int64 Columns, int Lanes, int Threads, class T, int Items,
          int Width, class Combine, int Team = kTeam>
class ColumnsFinisher {
  static constexpr int kGroups = Threads / Lanes;
  static constexpr int kTeams = (Blocks + Team - 1) / Team;
  /// Blocks whose totals a thread reads at once: each wait is as long as that of a
  /// whole chain of instructions, and registers hold some 32 words of them.
  static constexpr int kWanted = 32 / (Items * Width * kWords<T>);
  static constexpr int kAhead = kWanted < 1 ? 1 : kWanted;

public:
  __forceinline__ ColumnsFinisher(T (&totals)[Items][Width],
                                  const Combine &combine, char *workspace)
      : totals(totals), combine(combine), workspace(workspace),
        group(groupIndex<Lanes, Threads>()),
        lane(uint32(threadIndex()) % Lanes) {}

  __forceinline__ bool run(int block, uint32 *semaphores) {
    if constexpr (kGroups > 1)
      combineGroups(kGroups);
    if constexpr (Blocks > 1)
      if (!combineBlocks(block, semaphores))
        return false;
    return group == 0;
  }

  /// The same for all threads of the last block, where the first group of each
  /// block has the totals of its block.
  __forceinline__ bool combineBlocks(int block, uint32 *semaphores) {
    uint32 *word = reinterpret_cast<uint32 *>(sharedMemory());
    save(block);
    barrier(); // shared memory has been read
    if constexpr (kTeams > 1) {
      int team = block / Team, first = team * Team;
      int size = Blocks - first < Team ? Blocks - first : Team;
      if (!isLastOf(size, semaphores + 1 + team, word))
        return false;
      gather(first, 1, size);
      save(first);
    }
    if (!isLastOf(kTeams > 1 ? kTeams : Blocks, semaphores, word))
      return false;
    if constexpr (kTeams > 1)
      gather(0, Team, kTeams);
    else
      gather(0, 1, Blocks);
    return true;
  }

private:
  template <class Body> __forceinline__ void forEach(const Body &body) const {
#pragma unroll
    for (int item = 0; item < Items; ++item)
#pragma unroll
      for (int v = 0; v < Width; ++v)
        body(item, v);
  }

  /// Those of the first `count` groups, chunk by chunk, so that shared memory
  /// holds them.
  __forceinline__ void combineGroups(int count) {
    T *shared = reinterpret_cast<T *>(sharedMemory());
    constexpr int kRound = kTogether<Width, Threads, T>;
    auto place = [&](int g, int v) {
      return shared + (v * kGroups + g) * Lanes + lane;
    };
#pragma unroll
    for (int item = 0; item < Items; ++item)
#pragma unroll
      for (int from = 0; from < Width; from += kRound) {
        barrier(); // what was there before has been read
#pragma unroll
        for (int v = 0; v < kRound; ++v)
          storeShared(place(group, v), totals[item][from + v]);
        barrier();
        if (group == 0)
#pragma unroll
          for (int v = 0; v < kRound; ++v)
#pragma unroll 4
            for (int other = 1; other < count; ++other)
              totals[item][from + v] = combine(loadShared(place(other, v)),
                                               totals[item][from + v]);
      }
    barrier();
  }

  __forceinline__ int64 place(int64 block, int item, int v) const {
    return block * Columns + (int64(item) * Lanes + lane) * Width + v;
  }
  __forceinline__ bool isInside(int item) const {
    return (int64(item) * Lanes + lane) * Width < Columns;
  }

  __forceinline__ void save(int block) const {
    if (group == 0)
      forEach([&](int item, int v) {
        if (isInside(item))
          storePartial(workspace, place(block, item, v), totals[item][v]);
      });
  }

  /// The totals of `count` blocks from `first` on, every `step`-th one. Groups
  /// share the blocks.
  __forceinline__ void gather(int first, int step, int count) {
#pragma unroll 1
    for (int i = group; i < count; i += kGroups * kAhead) {
      T next[kAhead][Items][Width];
#pragma unroll
      for (int a = 0; a < kAhead; ++a)
        if (i + a * kGroups < count)
          forEach([&](int item, int v) {
            if (isInside(item))
              next[a][item][v] = loadPartial<T>(
                  workspace, place(first + (i + a * kGroups) * step, item, v));
          });
#pragma unroll
      for (int a = 0; a < kAhead; ++a)
        if (i + a * kGroups < count)
          forEach([&](int item, int v) {
            bool isFirst = a == 0 && i == group;
            if (isInside(item))
              totals[item][v] = isFirst
                                    ? next[a][item][v]
                                    : combine(next[a][item][v], totals[item][v]);
          });
    }
    if constexpr (kGroups > 1)
      combineGroups(count < kGroups ? count : kGroups);
  }

  T (&totals)[Items][Width];
  const Combine &combine;
  char *workspace;
  int group, lane;
};

template <int Blocks, int64 Columns, int Lanes, int Threads, class T, int Items,
          int Width, class Combine>
__forceinline__ bool finishColumns(int block, T (&totals)[Items][Width],
                                   const Combine &combine, uint32 *semaphores,
                                   char *workspace) {
  return ColumnsFinisher<Blocks, Columns, Lanes, Threads, T, Items, Width,
                         Combine>(totals, combine, workspace)
      .run(block, semaphores);
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
#pragma unroll 8
    for (int other = 1; other < Blocks; ++other)
      total = combine(loadPartial<T>(workspace, other * Columns + column),
                      total);
    body(column, total);
  }
}

} // namespace mpc
