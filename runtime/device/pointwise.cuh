//===- pointwise.cuh - elements that depend on their own place only -------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/vector.cuh"

namespace mpc {

/// Calls `body<W>(at)` for the elements from `at` to `at + W`: this thread of
/// block `block` takes `Width` of them in one call, or those that are left one
/// by one. An Index can count all elements.
template <class Index, Index Elements, int Width, int Threads, class Body>
__forceinline__ void forEachChunk(Index block, const Body &body) {
  Index at = (block * Threads + threadIndex()) * Width;
  if (at <= Elements - Width) {
    body.template operator()<Width>(at);
  } else if constexpr (Elements % Width != 0) {
    for (; at < Elements; ++at)
      body.template operator()<1>(at);
  }
}

} // namespace mpc
