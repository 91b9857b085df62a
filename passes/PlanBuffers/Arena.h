//===- Arena.h - offsets for buffers with lifetimes -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_PLANBUFFERS_ARENA_H
#define MPC_PASSES_PLANBUFFERS_ARENA_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/MathExtras.h"

#include <cstdint>

namespace mpc {

/// Every buffer starts at a cache line.
constexpr int64_t kBufferAlignment = 64;

inline int64_t alignBuffer(int64_t bytes) {
  return llvm::alignTo(bytes, kBufferAlignment);
}

/// Memory that is needed from launch `start` to launch `end`, both included.
struct Buffer {
  int64_t bytes = 0;
  unsigned start = 0, end = 0;
  int64_t offset = 0;
};

/// The largest sum of simultaneously needed buffers, each rounded up to whole
/// cache lines: no arena can be smaller.
int64_t getLiveBytes(llvm::ArrayRef<Buffer> buffers);

/// Chooses offsets so that buffers needed at one time do not overlap, and
/// returns the size of the arena.
int64_t assignOffsets(llvm::MutableArrayRef<Buffer> buffers);

} // namespace mpc

#endif // MPC_PASSES_PLANBUFFERS_ARENA_H
