//===- Checksum.h - finding damage ----------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CHECKSUM_H
#define MPCRT_RUNTIME_CHECKSUM_H

#include <cstddef>
#include <cstdint>
#include <span>

namespace mpcrt {

/// XXH3, 64 bits.
uint64_t checksum(std::span<const std::byte> bytes);

/// XXH3, 64 bits, of the concatenation of `pieces`.
uint64_t checksum(std::span<const std::span<const std::byte>> pieces);

} // namespace mpcrt

#endif // MPCRT_RUNTIME_CHECKSUM_H
