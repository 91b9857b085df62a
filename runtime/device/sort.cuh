//===- sort.cuh - elements in order ---------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each element has a key, an unsigned number in the order that is asked for. A short
// row is sorted by counting, for each element, those that come before it; others
// digit by digit, the least significant first, in a block or over several. Rows are
// `Size` elements of a tensor of outer x Size x Inner, of which the first `Kept` in
// order are stored; a result that nobody wants is null.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/phases.cuh"

namespace mpc {

//===----------------------------------------------------------------------===//
// Keys
//===----------------------------------------------------------------------===//

/// All nan are the greatest key; both zeros are one.
template <uint32 Sign, uint32 Infinity>
__forceinline__ uint32 floatKey(uint32 bits) {
  uint32 magnitude = bits & (Sign - 1);
  if (magnitude > Infinity)
    return Sign | (Sign - 1);
  if (magnitude == 0)
    bits = 0;
  return bits & Sign ? ~bits & (Sign | (Sign - 1)) : bits | Sign;
}

/// A key, and the number of bytes that it differs in.
template <class T> struct KeyOf;
template <> struct KeyOf<bool> {
  using Key = uint32;
  static constexpr int kBytes = 1;
  static __forceinline__ Key get(bool x) { return x; }
};
template <> struct KeyOf<uint8> {
  using Key = uint32;
  static constexpr int kBytes = 1;
  static __forceinline__ Key get(uint8 x) { return x; }
};
template <> struct KeyOf<uint32> { // i32
  using Key = uint32;
  static constexpr int kBytes = 4;
  static __forceinline__ Key get(uint32 x) { return x ^ 0x80000000u; }
};
template <> struct KeyOf<uint64> { // i64
  using Key = uint64;
  static constexpr int kBytes = 8;
  static __forceinline__ Key get(uint64 x) { return x ^ 1ull << 63; }
};
template <> struct KeyOf<f16> {
  using Key = uint32;
  static constexpr int kBytes = 2;
  static __forceinline__ Key get(f16 x) {
    return floatKey<0x8000, 0x7c00>(x.bits);
  }
};
template <> struct KeyOf<bf16> {
  using Key = uint32;
  static constexpr int kBytes = 2;
  static __forceinline__ Key get(bf16 x) {
    return floatKey<0x8000, 0x7f80>(x.bits);
  }
};
template <> struct KeyOf<float> {
  using Key = uint32;
  static constexpr int kBytes = 4;
  static __forceinline__ Key get(float x) {
    return floatKey<0x80000000u, 0x7f800000u>(bitsAs<uint32>(x));
  }
};

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

template <class Index, Index Rows, Index Size, Index Inner, Index Kept,
          bool Descending, class T>
class SortedRows {
public:
  using Key = typename KeyOf<T>::Key;

  const T *from;
  T *values;
  uint32 *permutation;

  __forceinline__ Key getKey(Index row, Index place) const {
    Key key = KeyOf<T>::get(load(from + at<Size>(row, place)));
    return Descending ? ~key : key;
  }

  /// The element at `place` is number `rank` in order.
  __forceinline__ void put(Index row, Index rank, Index place) const {
    if (rank >= Kept)
      return;
    if (values)
      store(values + at<Kept>(row, rank), load(from + at<Size>(row, place)));
    if (permutation)
      store(permutation + at<Kept>(row, rank), uint32(place));
  }

private:
  template <Index Length> static __forceinline__ Index at(Index row, Index i) {
    return (row / Inner * Length + i) * Inner + row % Inner;
  }
};

/// One thread for each element looks at all of its row.
template <class Index, Index Rows, Index Size, Index Inner, Index Kept,
          bool Descending, int Threads, class T>
__forceinline__ void sortShortRows(Index block, const T *from, T *values,
                                   uint32 *permutation) {
  SortedRows<Index, Rows, Size, Inner, Kept, Descending, T> rows{from, values,
                                                                 permutation};
  Index number = block * Threads + threadIndex();
  if (number >= Rows * Size)
    return;
  Index row = number / Size, place = number % Size, rank = 0;
  auto key = rows.getKey(row, place);
  for (Index other = 0; other < Size; ++other) {
    auto next = rows.getKey(row, other);
    rank += next < key || (next == key && other < place);
  }
  rows.put(row, rank, place);
}

//===----------------------------------------------------------------------===//
// Digits
//===----------------------------------------------------------------------===//

constexpr int kDigits = 256;
constexpr int kSortThreads = 256; // one for each digit
constexpr int kSortItems = 8;     // of a thread
constexpr int kSortTile = kSortThreads * kSortItems;
constexpr int kSortWarps = kSortThreads / kWarpSize;

/// Words of shared memory: counts of each warp, and one number for each digit.
constexpr int kSortWords = (kSortWarps + 1) * kDigits;

/// Where this thread's item `i` stands in a tile: lanes, then items, then warps.
__forceinline__ int tilePlace(int i) {
  return threadIndex() / kWarpSize * (kWarpSize * kSortItems) + i * kWarpSize +
         laneIndex();
}

/// Exclusive sum over the threads of a block before this one; a word of `shared`
/// for each.
__forceinline__ uint32 sumBefore(uint32 value, uint32 *shared) {
  int thread = threadIndex();
  uint32 sum = value;
  for (int step = 1; step < kSortThreads; step *= 2) {
    storeShared(shared + thread, sum);
    barrier();
    if (thread >= step)
      sum += loadShared(shared + thread - step);
    barrier(); // what was stored has been read
  }
  return sum - value;
}

/// The digits of a tile, of which those that are no item are kDigits.
class TileDigits {
public:
  __forceinline__ explicit TileDigits(uint32 *shared) : shared(shared) {}

  /// Returns how many there are of the digit that is this thread's number. Items
  /// keep their order among those of the same digit.
  __forceinline__ uint32 count(const uint32 (&newDigits)[kSortItems]) {
    for (int i = threadIndex(); i < kSortWarps * kDigits; i += kSortThreads)
      storeShared(shared + i, 0u);
    barrier();
    uint32 *mine = shared + threadIndex() / kWarpSize * kDigits;
#pragma unroll
    for (int i = 0; i < kSortItems; ++i) {
      digits[i] = newDigits[i];
      uint32 equal = matchLanes(digits[i]);
      uint32 before = countBits(equal & ((1u << laneIndex()) - 1));
      bool isItem = digits[i] < kDigits;
      uint32 known = isItem ? loadShared(mine + digits[i]) : 0;
      warpBarrier(); // all lanes have read
      if (isItem && before == 0)
        storeShared(mine + digits[i], known + countBits(equal));
      warpBarrier();
      ranks[i] = known + before;
    }
    barrier();
    return sumOverWarps();
  }

  /// Where items go, if those of the digit that is this thread's number start at
  /// `first`.
  __forceinline__ void place(uint32 first, uint32 (&places)[kSortItems]) const {
    uint32 *starts = shared + kSortWarps * kDigits;
    const uint32 *mine = shared + threadIndex() / kWarpSize * kDigits;
    storeShared(starts + threadIndex(), first);
    barrier();
#pragma unroll
    for (int i = 0; i < kSortItems; ++i)
      if (digits[i] < kDigits)
        places[i] = ranks[i] + loadShared(mine + digits[i]) +
                    loadShared(starts + digits[i]);
    barrier(); // shared memory is free again
  }

  /// Exclusive sum over digits.
  __forceinline__ uint32 sumDigitsBefore(uint32 value) const {
    return sumBefore(value, shared + kSortWarps * kDigits);
  }

private:
  /// Leaves, for each warp, how many warps before it have.
  __forceinline__ uint32 sumOverWarps() const {
    uint32 sum = 0;
    for (int warp = 0; warp < kSortWarps; ++warp) {
      uint32 *at = shared + warp * kDigits + threadIndex();
      uint32 count = loadShared(at);
      storeShared(at, sum);
      sum += count;
    }
    return sum;
  }

  uint32 *shared;
  uint32 digits[kSortItems], ranks[kSortItems];
};

template <class Key> __forceinline__ uint32 digitOf(Key key, int number) {
  return uint32(key >> 8 * number) % kDigits;
}

//===----------------------------------------------------------------------===//
// A row in a block
//===----------------------------------------------------------------------===//

/// Shared memory: kSortWords, and a key and a place for each of kSortTile items.
template <class Index, Index Rows, Index Size, Index Inner, Index Kept,
          bool Descending, class T>
__forceinline__ void sortRow(Index row, const T *from, T *values,
                             uint32 *permutation) {
  static_assert(Size <= kSortTile);
  SortedRows<Index, Rows, Size, Inner, Kept, Descending, T> rows{from, values,
                                                                 permutation};
  using Key = typename decltype(rows)::Key;
  uint32 *words = reinterpret_cast<uint32 *>(sharedMemory());
  uint32 *sharedPlaces = words + kSortWords;
  Key *sharedKeys = reinterpret_cast<Key *>(sharedPlaces + kSortTile);
  TileDigits tile(words);
  Key keys[kSortItems];
  uint32 places[kSortItems], digits[kSortItems], to[kSortItems];
#pragma unroll
  for (int i = 0; i < kSortItems; ++i) {
    places[i] = tilePlace(i);
    if (tilePlace(i) < Size)
      keys[i] = rows.getKey(row, places[i]);
  }
#pragma unroll 1
  for (int number = 0; number < KeyOf<T>::kBytes; ++number) {
#pragma unroll
    for (int i = 0; i < kSortItems; ++i)
      digits[i] = tilePlace(i) < Size ? digitOf(keys[i], number) : kDigits;
    uint32 count = tile.count(digits);
    tile.place(tile.sumDigitsBefore(count), to);
#pragma unroll
    for (int i = 0; i < kSortItems; ++i)
      if (tilePlace(i) < Size) {
        storeShared(sharedKeys + to[i], keys[i]);
        storeShared(sharedPlaces + to[i], places[i]);
      }
    barrier();
#pragma unroll
    for (int i = 0; i < kSortItems; ++i)
      if (tilePlace(i) < Size) {
        keys[i] = loadShared(sharedKeys + tilePlace(i));
        places[i] = loadShared(sharedPlaces + tilePlace(i));
      }
    barrier(); // shared memory is free again
  }
#pragma unroll
  for (int i = 0; i < kSortItems; ++i)
    if (tilePlace(i) < Size)
      rows.put(row, tilePlace(i), places[i]);
}

//===----------------------------------------------------------------------===//
// A row over blocks
//===----------------------------------------------------------------------===//

/// For each digit: blocks count those of their tiles; one block a row says where
/// each tile's start; blocks move their tiles. In the workspace there are two lists
/// of keys and places, and counts. Two semaphores; shared memory: kSortWords, a word.
template <class Index, Index Rows, Index Size, Index Inner, Index Kept,
          bool Descending, class T>
class LongRowSorter {
  using Sorted = SortedRows<Index, Rows, Size, Inner, Kept, Descending, T>;
  using Key = typename Sorted::Key;
  static constexpr int kTiles = (Size + kSortTile - 1) / kSortTile;
  static constexpr int kPasses = KeyOf<T>::kBytes;
  static constexpr uint32 kAllTiles = uint32(Rows) * kTiles;
  static constexpr uint32 kPassTasks = 2 * kAllTiles + uint32(Rows);
  /// Bytes of a list of keys, and of places.
  static constexpr int64 kKeyBytes = int64(Rows) * Size * int64(sizeof(Key));
  static constexpr int64 kListBytes = kKeyBytes + int64(Rows) * Size * 4;

public:
  static constexpr uint32 kTasks = kPasses * kPassTasks;
  static constexpr int64 kWorkspaceBytes =
      2 * kListBytes + int64(kAllTiles) * kDigits * 4;

  __forceinline__ LongRowSorter(const T *from, T *values, uint32 *permutation,
                                uint32 *semaphores, char *workspace)
      : rows{from, values, permutation}, workspace(workspace),
        shared(reinterpret_cast<uint32 *>(sharedMemory())),
        tasks(kTasks, semaphores, shared + kSortWords) {}

  __forceinline__ void run() {
    uint32 task = tasks.take();
    pass = task / kPassTasks;
    uint32 first = pass * kPassTasks, number = task - first;
    if (number < kAllTiles) {
      tasks.waitFor(first);
      countTile(number);
    } else if (number < kAllTiles + uint32(Rows)) {
      tasks.waitFor(first + kAllTiles);
      placeTiles(number - kAllTiles);
    } else {
      tasks.waitFor(first + kAllTiles + uint32(Rows));
      moveTile(number - kAllTiles - uint32(Rows));
    }
    tasks.finish();
  }

private:
  __forceinline__ char *list(int number) const {
    return workspace + number % 2 * kListBytes;
  }
  __forceinline__ char *counts() const { return workspace + 2 * kListBytes; }

  /// The items of a tile, in the order of the pass before.
  __forceinline__ void loadTile(uint32 number) {
    row = number / kTiles;
#pragma unroll
    for (int i = 0; i < kSortItems; ++i) {
      Index at = Index(number % kTiles) * kSortTile + tilePlace(i);
      digits[i] = kDigits;
      if (at >= Size)
        continue;
      places[i] = at;
      if (pass == 0) {
        keys[i] = rows.getKey(row, at);
      } else {
        keys[i] = loadPartial<Key>(list(pass + 1), row * Size + at);
        places[i] =
            loadPartial<uint32>(list(pass + 1) + kKeyBytes, row * Size + at);
      }
      digits[i] = digitOf(keys[i], pass);
    }
  }

  __forceinline__ void countTile(uint32 number) {
    loadTile(number);
    uint32 count = TileDigits(shared).count(digits);
    storePartial(counts(), int64(number) * kDigits + threadIndex(), count);
  }

  /// Counts become numbers of items of the row that come before.
  __forceinline__ void placeTiles(uint32 number) {
    int64 first = int64(number) * kTiles * kDigits + threadIndex();
    uint32 sum = 0;
    for (int tile = 0; tile < kTiles; ++tile)
      sum += loadPartial<uint32>(counts(), first + int64(tile) * kDigits);
    sum = sumBefore(sum, shared);
    for (int tile = 0; tile < kTiles; ++tile) {
      int64 at = first + int64(tile) * kDigits;
      uint32 count = loadPartial<uint32>(counts(), at);
      storePartial(counts(), at, sum);
      sum += count;
    }
  }

  __forceinline__ void moveTile(uint32 number) {
    loadTile(number);
    uint32 to[kSortItems];
    TileDigits tile(shared);
    tile.count(digits);
    tile.place(loadPartial<uint32>(
                   counts(), int64(number) * kDigits + threadIndex()),
               to);
#pragma unroll
    for (int i = 0; i < kSortItems; ++i) {
      if (digits[i] == kDigits)
        continue;
      if (pass == kPasses - 1) {
        rows.put(row, to[i], places[i]);
      } else {
        storePartial(list(pass), row * Size + to[i], keys[i]);
        storePartial(list(pass) + kKeyBytes, row * Size + to[i], places[i]);
      }
    }
  }

  Sorted rows;
  char *workspace;
  uint32 *shared;
  Tasks tasks;
  uint32 pass;
  Index row;
  Key keys[kSortItems];
  uint32 places[kSortItems], digits[kSortItems];
};

} // namespace mpc
