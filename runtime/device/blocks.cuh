//===- blocks.cuh - threads and blocks that combine what they have --------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything is combined in an order that depends on sizes only.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/vector.cuh"

namespace mpc {

/// Number of this thread's group of `Lanes` neighbours in a block of `Threads`.
template <int Lanes, int Threads> __forceinline__ int groupIndex() {
  return Lanes == Threads ? 0 : uint32(threadIndex()) / Lanes;
}

/// Combines the values of `Lanes` neighbours, a power of two up to a warp; all of
/// them get the result. All lanes of the warp take part.
template <int Lanes, class T, class Combine>
__forceinline__ T reduceLanes(T value, const Combine &combine) {
#pragma unroll
  for (int mask = Lanes / 2; mask > 0; mask /= 2)
    value = combine(exchange(value, mask), value);
  return value;
}

/// The same for `Lanes` neighbours of several warps. `shared` holds one T per
/// warp of the block, all of whose threads take part; `Guards` if threads may
/// still read what was there before.
template <int Lanes, int Threads, bool Guards = true, class T, class Combine>
__forceinline__ T reduceThreads(T value, const Combine &combine, T *shared) {
  if constexpr (Lanes <= kWarpSize) {
    return reduceLanes<Lanes>(value, combine);
  } else {
    constexpr int kWarps = Lanes / kWarpSize;
    value = reduceLanes<kWarpSize>(value, combine);
    if constexpr (Guards)
      barrier(); // what was there before has been read
    if (laneIndex() == 0)
      storeShared(shared + uint32(threadIndex()) / kWarpSize, value);
    barrier();
    const T *first = shared + groupIndex<Lanes, Threads>() * kWarps;
    value = loadShared(first);
#pragma unroll
    for (int i = 1; i < kWarps; ++i)
      value = combine(loadShared(first + i), value);
    return value;
  }
}

/// Memory that blocks of one launch exchange values in.
template <class T> __forceinline__ void storePartial(char *workspace, int64 at,
                                                     const T &value) {
  Words<T> words = toWords(value);
  uint32 *to = reinterpret_cast<uint32 *>(workspace) + at * kWords<T>;
#pragma unroll
  for (int i = 0; i < kWords<T>; ++i)
    store(to + i, words.at[i]);
}
template <class T>
__forceinline__ T loadPartial(const char *workspace, int64 at) {
  Words<T> words;
  const float *from =
      reinterpret_cast<const float *>(workspace) + at * kWords<T>;
#pragma unroll
  for (int i = 0; i < kWords<T>; ++i)
    words.at[i] = bitsAs<uint32>(loadFresh(from + i));
  return fromWords<T>(words);
}

/// True in all threads of the last of `blocks` blocks to get here, which then
/// sees what all of them have stored, and leaves the semaphore as it was. One
/// word of `shared` is used.
__forceinline__ bool isLastOf(uint32 blocks, uint32 *semaphore,
                              uint32 *shared) {
  fence();
  barrier();
  if (threadIndex() == 0) {
    uint32 before = atomicIncrement(semaphore);
    if (before == blocks - 1)
      store(semaphore, 0u);
    storeShared(shared, before);
  }
  barrier();
  bool isLast = loadShared(shared) == blocks - 1;
  fence();
  return isLast;
}
template <int Blocks>
__forceinline__ bool isLastBlock(uint32 *semaphore, uint32 *shared) {
  return isLastOf(Blocks, semaphore, shared);
}

} // namespace mpc
