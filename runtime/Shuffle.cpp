//===- Shuffle.cpp - the order of the data --------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpcrt/Shuffle.h"

#include "Philox.h"

#include <algorithm>
#include <numeric>
#include <utility>

using namespace mpcrt;

namespace {

/// 64-bit numbers of one epoch, one after the other.
class Stream {
public:
  Stream(uint64_t seed, uint64_t epoch)
      : key{uint32_t(seed), uint32_t(seed >> 32)}, epoch(epoch) {}

  uint64_t next() {
    if (left == 0) {
      block = philox({uint32_t(number), uint32_t(number >> 32), uint32_t(epoch),
                      uint32_t(epoch >> 32)},
                     key);
      ++number;
      left = 2;
    }
    --left;
    return uint64_t(block[2 * left + 1]) << 32 | block[2 * left];
  }

  /// Uniform in [0, bound): the high half of a product, with the few values
  /// rejected that would make some results likelier (Lemire 2019).
  uint64_t below(uint64_t bound) {
    using Wide = unsigned __int128;
    Wide product = Wide(next()) * bound;
    if (uint64_t(product) < bound)
      for (uint64_t least = -bound % bound; uint64_t(product) < least;)
        product = Wide(next()) * bound;
    return uint64_t(product >> 64);
  }

private:
  std::array<uint32_t, 2> key;
  uint64_t epoch;
  uint64_t number = 0;
  PhiloxBlock block = {};
  int left = 0;
};

} // namespace

void mpcrt_shuffle(int64_t count, uint64_t seed, uint64_t epoch,
                   int64_t *indices) {
  std::iota(indices, indices + std::max<int64_t>(count, 0), 0);
  Stream stream(seed, epoch);
  for (int64_t i = count - 1; i > 0; --i)
    std::swap(indices[i], indices[stream.below(i + 1)]);
}
