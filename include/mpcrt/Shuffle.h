//===- Shuffle.h - the order of the data ----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_SHUFFLE_H
#define MPCRT_SHUFFLE_H

#include <cstdint>
#include <vector>

namespace mpcrt {

/// A permutation of 0 … count-1: every one is equally likely. It depends on the
/// arguments only, so a resumed run sees the data in the same order.
std::vector<int64_t> shuffledIndices(int64_t count, uint64_t seed,
                                     uint64_t epoch);

} // namespace mpcrt

#endif // MPCRT_SHUFFLE_H
