//===- Exponential.cpp - exp, expm1, tanh in f32 --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// e^x = 2^n e^r with n = round(x / ln 2) and |r| <= ln(2) / 2.
// Polynomials are from fit-polynomials.py.
//
//===----------------------------------------------------------------------===//

#include "Steps.h"
#include "mpc/CodeGen/MathExpansion.h"

using namespace mlir;

namespace mpc {

static constexpr float log2e = 0x1.715476p+0f;
static constexpr float ln2High = 0x1.62e430p-1f;
static constexpr float ln2Low = -0x1.05c610p-29f;

/// (e^r - 1 - r) / r^2 within 2^-26 of e^r - 1.
static Value expTail(Steps &s, Value r) {
  return s.polynomial(r, {0x1.fffffep-2f, 0x1.5554b4p-3f, 0x1.5556f4p-5f,
                          0x1.12253ep-7f, 0x1.6b9a1ep-10f});
}

/// x - n ln(2), to f32 precision.
static Value remainder(Steps &s, Value x, Value n) {
  Value r = s.fma(n, s.constant(-ln2High), x);
  return s.fma(n, s.constant(-ln2Low), r);
}

static Value expOfRemainder(Steps &s, Value r) {
  Value slope = s.fma(expTail(s, r), r, s.constant(1.0f));
  return s.fma(slope, r, s.constant(1.0f));
}

Value expandExp(ImplicitLocOpBuilder &b, Value x) {
  Steps s(b, x);
  // Beyond these limits the result is 0 or infinite anyway.
  Value inRange = s.atLeast(s.atMost(x, 89.0f), -104.0f);
  auto [n, bits] = s.round(inRange, log2e, Steps::wideBias);
  return s.scale(expOfRemainder(s, remainder(s, inRange, n)), bits);
}

Value expandExpm1(ImplicitLocOpBuilder &b, Value x) {
  Steps s(b, x);
  Value inRange = s.atLeast(s.atMost(x, 89.0f), -18.0f);
  // Half of 2^n, since 2^128 is no f32.
  auto [n, bits] = s.round(inRange, log2e, 126);
  Value power = s.powerOfTwo(bits);
  Value r = remainder(s, inRange, n);
  Value p = s.fma(s.mul(r, r), expTail(s, r), r);
  Value half = s.fma(p, power, s.sub(power, s.constant(0.5f)));
  // Halving loses the last bit of denormals, and the sign of zero is lost.
  Value isTiny = s.compare(Steps::Compare::OLT, s.abs(x), 0x1p-25f);
  return s.select(isTiny, x, s.add(half, half));
}

/// tanh(a) = 1 - 2 / (e^2a + 1) for a >= 0.5, where nothing cancels.
static Value tanhOfLarge(Steps &s, Value a) {
  Value limited = s.atMost(a, 9.5f); // tanh rounds to 1 from 9.02 on
  Value twice = s.add(limited, limited);
  auto [n, bits] = s.round(twice, log2e, 127);
  // n is at most 27: the low part of ln 2 does not matter.
  Value r = s.fma(n, s.constant(-ln2High), twice);
  Value sum = s.fma(expOfRemainder(s, r), s.powerOfTwo(bits), s.constant(1.0f));
  return s.sub(s.constant(1.0f), s.div(s.constant(2.0f), sum));
}

/// a + a^3 P(a^2) for a <= 0.55.
static Value tanhOfSmall(Steps &s, Value a) {
  Value square = s.mul(a, a);
  Value tail =
      s.polynomial(square, {-0x1.55554ap-2f, 0x1.110cf0p-3f, -0x1.b91f22p-5f,
                            0x1.58ec9cp-6f, -0x1.995794p-8f});
  return s.fma(s.mul(a, square), tail, a);
}

Value expandTanh(ImplicitLocOpBuilder &b, Value x) {
  Steps s(b, x);
  Value a = s.abs(x);
  Value isSmall = s.compare(Steps::Compare::OLT, a, 0.55f);
  Value y = s.select(isSmall, tanhOfSmall(s, a), tanhOfLarge(s, a));
  return s.withSignOf(y, x);
}

} // namespace mpc
