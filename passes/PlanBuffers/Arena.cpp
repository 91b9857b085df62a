//===- Arena.cpp - offsets for buffers with lifetimes ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Greedy: buffers in some order, each at the lowest offset where it meets no
// buffer of its time (Pisarchyk & Lee 2020, "greedy by size"). No order is best
// for all; a few are tried and the smallest arena is kept.
//
//===----------------------------------------------------------------------===//

#include "Arena.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <tuple>

namespace mpc {

namespace {

using Order = llvm::SmallVector<unsigned>;

bool meetInTime(const Buffer &a, const Buffer &b) {
  return a.start <= b.end && b.start <= a.end;
}

/// Puts buffers at offsets in the given order; returns the arena's size.
int64_t placeInOrder(llvm::MutableArrayRef<Buffer> buffers,
                     const Order &order) {
  llvm::SmallVector<const Buffer *> placed; // by offset
  int64_t size = 0;
  for (unsigned i : order) {
    Buffer &buffer = buffers[i];
    int64_t bytes = alignBuffer(buffer.bytes), offset = 0;
    for (const Buffer *other : placed) {
      if (!meetInTime(buffer, *other))
        continue;
      if (offset + bytes <= other->offset)
        break;
      offset = std::max(offset, other->offset + alignBuffer(other->bytes));
    }
    buffer.offset = offset;
    size = std::max(size, offset + bytes);
    placed.insert(llvm::upper_bound(placed, offset,
                                    [](int64_t at, const Buffer *other) {
                                      return at < other->offset;
                                    }),
                  &buffer);
  }
  return size;
}

template <typename Key>
Order sortedBy(llvm::ArrayRef<Buffer> buffers, Key key) {
  Order order = llvm::to_vector(llvm::seq<unsigned>(0, buffers.size()));
  llvm::sort(order, [&](unsigned a, unsigned b) {
    return std::pair(key(buffers[a]), a) < std::pair(key(buffers[b]), b);
  });
  return order;
}

} // namespace

int64_t getLiveBytes(llvm::ArrayRef<Buffer> buffers) {
  int64_t most = 0;
  // The sum only grows where a buffer starts.
  for (const Buffer &first : buffers) {
    int64_t sum = 0;
    for (const Buffer &buffer : buffers)
      if (buffer.start <= first.start && first.start <= buffer.end)
        sum += alignBuffer(buffer.bytes);
    most = std::max(most, sum);
  }
  return most;
}

int64_t assignOffsets(llvm::MutableArrayRef<Buffer> buffers) {
  using Keys = std::tuple<int64_t, int64_t>;
  Order orders[] = {
      sortedBy(buffers,
               [](const Buffer &b) { return Keys(-b.bytes, b.start); }),
      sortedBy(buffers,
               [](const Buffer &b) {
                 return Keys(-b.bytes * (b.end - b.start + 1), b.start);
               }),
      sortedBy(buffers,
               [](const Buffer &b) {
                 return Keys(-int64_t(b.end - b.start), -b.bytes);
               }),
      sortedBy(buffers,
               [](const Buffer &b) { return Keys(b.start, -b.bytes); }),
  };
  const Order *best = nullptr;
  int64_t smallest = 0;
  for (const Order &order : orders)
    if (int64_t size = placeInOrder(buffers, order); !best || size < smallest) {
      best = &order;
      smallest = size;
    }
  return placeInOrder(buffers, *best);
}

} // namespace mpc
