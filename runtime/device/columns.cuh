//===- columns.cuh - reductions across rows -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/blocks.cuh"

namespace mpc {

/// A block of `Across` x `Down` threads works `Across` chunks of `Width` columns;
/// thread `down` takes every Down-th row, or of `Splits` blocks each its share.
template <class Index, Index Rows, Index Chunks, int Width, int Across, int Down,
          int Splits>
class ColumnWorker {
public:
  __forceinline__ ColumnWorker(int block, int split)
      : block(block), split(split), across(threadIndex() % Across),
        down(threadIndex() / Across) {
    Index number = block * Across + across;
    isActive = Chunks % Across == 0 || number < Chunks;
    chunk = isActive ? number : Chunks - 1;
  }

  /// Calls `body(row)` for this thread's rows in increasing order.
  template <class Body> __forceinline__ void forEach(const Body &body) const {
#pragma unroll 4
    for (Index row = split * Down + down; row < Rows;
         row += Down * Splits)
      body(row);
  }

  /// Combines the values of the threads of this chunk of columns. All of them
  /// get the result; if there are Splits, those of the last block only. Returns
  /// true in the thread that stores it.
  template <class T, class Combine>
  __forceinline__ bool reduce(T (&values)[Width], const Combine &combine,
                              uint32 *semaphores, char *workspace) const {
    T *shared = reinterpret_cast<T *>(sharedMemory());
    reduceDown<Down>(values, combine, shared);
    if constexpr (Splits > 1) {
      int64 first = int64(block) * Splits * Across * Width + across * Width;
      if (down == 0)
#pragma unroll
        for (int v = 0; v < Width; ++v)
          storePartial(workspace, first + split * Across * Width + v,
                       values[v]);
      if (!isLastBlock<Splits>(semaphores + block,
                               reinterpret_cast<uint32 *>(shared)))
        return false;
      // Threads share the splits, as they have shared the rows.
      constexpr int kSharers = Splits < Down ? Splits : Down;
      if (down < kSharers) {
#pragma unroll
        for (int v = 0; v < Width; ++v)
          values[v] =
              loadPartial<T>(workspace, first + down * Across * Width + v);
#pragma unroll 4
        for (int other = down + kSharers; other < Splits; other += kSharers)
#pragma unroll
          for (int v = 0; v < Width; ++v)
            values[v] = combine(
                loadPartial<T>(workspace, first + other * Across * Width + v),
                values[v]);
      }
      reduceDown<kSharers>(values, combine, shared);
    }
    return isActive && down == 0;
  }

  int block, split, across, down;
  Index chunk;
  bool isActive;

private:
  /// Combines the values of the first `Count` threads of each chunk: those of a
  /// warp by exchange, if it has whole chunks, the rest through shared memory.
  template <int Count, class T, class Combine>
  __forceinline__ void reduceDown(T (&values)[Width], const Combine &combine,
                                  T *shared) const {
    constexpr bool kExchanges = Across < kWarpSize && kWarpSize % Across == 0 &&
                                Count * Across % kWarpSize == 0;
    constexpr int kLines = kExchanges ? Count * Across / kWarpSize : Count;
    if constexpr (kExchanges)
#pragma unroll
      for (int v = 0; v < Width; ++v)
#pragma unroll
        for (int mask = Across; mask < kWarpSize; mask *= 2)
          values[v] = combine(exchange(values[v], mask), values[v]);
    int line = kExchanges ? threadIndex() / kWarpSize : down;
    bool hasLine = line < kLines && (!kExchanges || laneIndex() < Across);
    if constexpr (Count > 1)
      combineLines<kLines>(values, combine, shared, line, hasLine);
  }

  template <int Lines, class T, class Combine>
  __forceinline__ void combineLines(T (&values)[Width], const Combine &combine,
                                    T *shared, int line, bool hasLine) const {
    constexpr int kRound = kTogether<Width, Across * Down, T>;
    auto place = [&](int v, int line) {
      return shared + (v * Down + line) * Across + across;
    };
#pragma unroll
    for (int from = 0; from < Width; from += kRound) {
      barrier(); // what was there before has been read
      if (hasLine)
#pragma unroll
        for (int v = 0; v < kRound; ++v)
          storeShared(place(v, line), values[from + v]);
      barrier();
#pragma unroll
      for (int v = 0; v < kRound; ++v) {
        values[from + v] = loadShared(place(v, 0));
#pragma unroll 8
        for (int other = 1; other < Lines; ++other)
          values[from + v] =
              combine(loadShared(place(v, other)), values[from + v]);
      }
      barrier();
    }
  }
};

} // namespace mpc
