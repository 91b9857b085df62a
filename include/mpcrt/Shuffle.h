/*===- Shuffle.h - the order of the data ----------------------------------===*\
|*
|* Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
|* The order in which `mpc train` takes examples, for programs that load their
|* own data: step s of an epoch takes the places s x batch up to (s + 1) x batch
|* of that epoch's order, and leaves out what is less than a batch. C99.
|*
\*===----------------------------------------------------------------------===*/

#ifndef MPCRT_SHUFFLE_H
#define MPCRT_SHUFFLE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A permutation of 0 ... count-1: every one is equally likely. It depends on
   the numbers only, so a resumed run sees the data in the same order. */
void mpcrt_shuffle(int64_t count, uint64_t seed, uint64_t epoch,
                   int64_t *indices);

#ifdef __cplusplus
}

#include <cstddef>
#include <vector>

namespace mpcrt {

inline std::vector<int64_t> shuffledIndices(int64_t count, uint64_t seed,
                                            uint64_t epoch) {
  std::vector<int64_t> indices(count > 0 ? static_cast<std::size_t>(count) : 0);
  mpcrt_shuffle(count, seed, epoch, indices.data());
  return indices;
}

} // namespace mpcrt
#endif

#endif /* MPCRT_SHUFFLE_H */
