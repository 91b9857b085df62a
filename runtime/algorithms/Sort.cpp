//===- Sort.cpp - elements in order ---------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each element has a key, an unsigned number in the order that is asked for.
// Long rows are sorted digit by digit, the least significant first; digits that
// are the same in all keys are skipped.
//
//===----------------------------------------------------------------------===//

#include "Algorithms.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mpcrt {

namespace {

/// All nan are the greatest key; both zeros are one.
template <class Bits>
Bits makeFloatKey(Bits bits, Bits infinity) {
  constexpr Bits kSign = Bits(1) << (8 * sizeof(Bits) - 1);
  if ((bits & ~kSign) > infinity)
    return ~Bits(0);
  if ((bits & ~kSign) == 0)
    bits = 0;
  return bits & kSign ? Bits(~bits) : Bits(bits | kSign);
}

uint8_t makeKey(uint8_t x) { return x; }
uint32_t makeKey(int32_t x) { return uint32_t(x) ^ 0x80000000u; }
uint64_t makeKey(int64_t x) { return uint64_t(x) ^ 1ull << 63; }
uint16_t makeKey(Half x) { return makeFloatKey<uint16_t>(x.bits, 0x7c00); }
uint16_t makeKey(Brain x) { return makeFloatKey<uint16_t>(x.bits, 0x7f80); }
uint32_t makeKey(float x) {
  return makeFloatKey<uint32_t>(std::bit_cast<uint32_t>(x), 0x7f800000);
}
uint64_t makeKey(double x) {
  return makeFloatKey<uint64_t>(std::bit_cast<uint64_t>(x), 0x7ff0000000000000);
}

template <class Key>
struct Item {
  Key key;
  int32_t place;

  bool operator<(const Item &other) const {
    return key != other.key ? key < other.key : place < other.place;
  }
};

constexpr int kDigits = 256;

/// Sorts `items` by one digit into `others`; returns false if it is the same in
/// all of them.
template <class Key>
bool sortByDigit(const Item<Key> *items, Item<Key> *others, int64_t size,
                 int digit) {
  auto digitOf = [&](const Item<Key> &item) {
    return size_t(item.key >> 8 * digit) % kDigits;
  };
  std::array<int64_t, kDigits> next{};
  for (int64_t i = 0; i < size; ++i)
    ++next[digitOf(items[i])];
  if (next[digitOf(items[0])] == size)
    return false;
  int64_t sum = 0;
  for (int64_t &count : next)
    sum += std::exchange(count, sum);
  for (int64_t i = 0; i < size; ++i)
    others[next[digitOf(items[i])]++] = items[i];
  return true;
}

/// Returns the items in order, in one of both lists.
template <class Key>
Item<Key> *sortItems(Item<Key> *items, Item<Key> *others, int64_t size) {
  constexpr int64_t kFew = 128;
  if (size < kFew) {
    std::sort(items, items + size);
    return items;
  }
  for (int digit = 0; digit < int(sizeof(Key)); ++digit)
    if (sortByDigit(items, others, size, digit))
      std::swap(items, others);
  return items;
}

struct Sorting {
  Rows rows;
  int64_t kept;
  bool descending;

  template <class T>
  void run(int64_t row, const T *from, T *values, int32_t *permutation,
           void *scratch) const {
    using Key = decltype(makeKey(T()));
    static_assert(2 * sizeof(Item<Key>) <= size_t(sortScratchBytes(1)));
    auto *items = static_cast<Item<Key> *>(scratch);
    from += rows.start(row, rows.size);
    for (int64_t i = 0; i < rows.size; ++i) {
      Key key = makeKey(from[i * rows.inner]);
      items[i] = {descending ? Key(~key) : key, int32_t(i)};
    }
    items = sortItems(items, items + rows.size, rows.size);
    int64_t start = rows.start(row, kept);
    for (int64_t i = 0; i < kept; ++i) {
      int64_t at = start + i * rows.inner;
      if (values)
        values[at] = from[items[i].place * rows.inner];
      if (permutation)
        permutation[at] = items[i].place;
    }
  }
};

} // namespace

void sortRows(const int64_t *p, void *const *buffers, void *scratch,
              int64_t task) {
  Sorting sorting{{p[2], p[3], p[4]}, p[5], p[6] != 0};
  int64_t end = std::min(sorting.rows.count(), (task + 1) * p[1]);
  dispatch(p[0], [&](auto element) {
    using T = decltype(element);
    for (int64_t row = task * p[1]; row < end; ++row)
      sorting.run(row, static_cast<const T *>(buffers[0]),
                  static_cast<T *>(buffers[1]),
                  static_cast<int32_t *>(buffers[2]), scratch);
  });
}

void putAlong(const int64_t *p, void *const *buffers, void *, int64_t task) {
  Rows rows{p[2], p[3], p[4]};
  int64_t count = p[5], end = std::min(rows.count(), (task + 1) * p[1]);
  auto put = [&](auto *updates, auto *indices, auto *result) {
    for (int64_t row = task * p[1]; row < end; ++row) {
      int64_t from = rows.start(row, count), to = rows.start(row, rows.size);
      if (count < rows.size)
        for (int64_t i = 0; i < rows.size; ++i)
          result[to + i * rows.inner] = {};
      for (int64_t i = from; i < from + count * rows.inner; i += rows.inner)
        result[to + indices[i] * rows.inner] = updates[i];
    }
  };
  dispatch(p[0], [&](auto element) {
    using T = decltype(element);
    put(static_cast<const T *>(buffers[0]),
        static_cast<const int32_t *>(buffers[1]), static_cast<T *>(buffers[2]));
  });
}

} // namespace mpcrt
