//===- CastModel.cpp - casts in integers ----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CastModel.h"

#include <algorithm>

namespace mpc::test {

/// The exponent of the smallest normal number.
static int getLeastExponent(const CastFormat &format) {
  return 2 - (1 << (format.exponentBits - 1));
}

static int getTopBit(uint32_t x) { return 31 - __builtin_clz(x); }

/// `x` without its last `count` bits, rounded to nearest even.
static uint32_t dropBits(uint32_t x, int count) {
  if (count > 31)
    return 0;
  uint32_t kept = x >> count, rest = x & ((1u << count) - 1);
  uint32_t half = 1u << (count - 1);
  return kept + (rest > half || (rest == half && kept % 2));
}

uint32_t narrow(const CastFormat &format, uint32_t x) {
  uint32_t sign = x >> 31 << format.getSignShift();
  uint32_t magnitude = x & 0x7fffffff;
  auto store = [&](uint32_t bits) {
    return (sign | bits) << format.unusedBits;
  };
  if (magnitude > 0x7f800000)
    return store(format.getInfinity() + 1);
  if (magnitude == 0x7f800000 || magnitude == 0)
    return store(magnitude ? format.getInfinity() : 0);
  // The number is significand * 2^exponent.
  int field = int(magnitude >> 23);
  uint32_t significand = (magnitude & 0x7fffff) | (field ? 1u << 23 : 0);
  int exponent = std::max(field, 1) - 150;
  int least = getLeastExponent(format);
  int binade = std::max(getTopBit(significand) + exponent, least);
  uint32_t kept =
      dropBits(significand, binade - format.fractionBits - exponent);
  // The leading bit of a normal number counts into the exponent's field.
  uint32_t bits = kept + (uint32_t(binade - least) << format.fractionBits);
  return store(std::min(bits, format.getInfinity()));
}

uint32_t widen(const CastFormat &format, uint32_t stored) {
  uint32_t bits = stored >> format.unusedBits;
  uint32_t sign = bits >> format.getSignShift() << 31;
  bits &= (1u << format.getSignShift()) - 1;
  if (bits >= format.getInfinity())
    return sign | 0x7f800000 | (bits > format.getInfinity() ? 0x400000 : 0);
  if (bits == 0)
    return sign;
  int field = int(bits >> format.fractionBits);
  uint32_t fraction = bits & ((1u << format.fractionBits) - 1);
  uint32_t significand = fraction | (field ? 1u << format.fractionBits : 0);
  // significand * 2^exponent, which f32 holds exactly.
  int exponent =
      std::max(field, 1) - 1 + getLeastExponent(format) - format.fractionBits;
  int binade = std::max(getTopBit(significand) + exponent, -126);
  uint32_t kept = significand << (exponent - (binade - 23));
  return sign | (kept + (uint32_t(binade + 126) << 23));
}

} // namespace mpc::test
