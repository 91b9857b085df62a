//===- CastModel.h - casts in integers ------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What casts between storage formats mean, written with operations on integers
// only, so that it shares nothing with what it judges.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_UNIT_CASTS_CASTMODEL_H
#define MPC_TEST_UNIT_CASTS_CASTMODEL_H

#include <cstdint>

namespace mpc::test {

/// A storage format: sign, exponent, fraction, then bits that are zero.
struct CastFormat {
  const char *name, *element;
  int exponentBits, fractionBits, unusedBits;

  int getBytes() const {
    return (1 + exponentBits + fractionBits + unusedBits) / 8;
  }
  /// Bits of infinity, without those that are not used.
  uint32_t getInfinity() const {
    return ((1u << exponentBits) - 1) << fractionBits;
  }
  uint32_t getSignShift() const { return exponentBits + fractionBits; }
  bool isNan(uint32_t stored) const {
    uint32_t magnitude = stored & ((1u << (getSignShift() + unusedBits)) - 1);
    return magnitude > getInfinity() << unusedBits;
  }
};

inline constexpr CastFormat kF32 = {"f32", "f32", 8, 23, 0};
inline constexpr CastFormat kStorageFormats[] = {{"f16", "f16", 5, 10, 0},
                                                 {"bf16", "bf16", 8, 7, 0},
                                                 {"tf32", "f32", 8, 10, 13}};

/// The number of `format` nearest to the f32 with bits `x`, the even one of
/// two.
uint32_t narrow(const CastFormat &format, uint32_t x);

/// The f32 equal to `stored`.
uint32_t widen(const CastFormat &format, uint32_t stored);

} // namespace mpc::test

#endif // MPC_TEST_UNIT_CASTS_CASTMODEL_H
