//===- Trigonometric.cpp - sin, cos in f32 --------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// sin(x) = (-1)^n sin(r) with r = x - n pi, |r| <= pi / 2, and one polynomial;
// cos(x) is the same with n half an integer.
//
//===----------------------------------------------------------------------===//

#include "Steps.h"
#include "mpc/CodeGen/MathExpansion.h"

using namespace mlir;

namespace mpc {

static constexpr float inversePi = 0x1.45f306p-2f;

/// x - n pi. The first step is exact for |n| < 2^22.
static Value remainder(Steps &s, Value x, Value n) {
  Value r = s.fma(n, s.constant(-0x1.921fb4p+1f), x);
  r = s.fma(n, s.constant(-0x1.4442d0p-23f), r);
  return s.fma(n, s.constant(-0x1.846988p-47f), r);
}

/// sin(r) = r + r^3 P(r^2) for |r| <= pi / 2, clamped to [-1, 1]: r is far
/// outside where x is so large that its remainder is lost.
static Value sinOfRemainder(Steps &s, Value r) {
  Value square = s.mul(r, r);
  Value tail = s.polynomial(square, {-0x1.55554cp-3f, 0x1.110ed8p-7f,
                                     -0x1.9f7046p-13f, 0x1.5dbc24p-19f});
  Value sin = s.fma(s.mul(r, square), tail, r);
  return s.atLeast(s.atMost(sin, 1.0f), -1.0f);
}

Value expandSin(ImplicitLocOpBuilder &b, Value x) {
  Steps s(b, x);
  auto [n, bits] = s.round(x, inversePi, 0);
  Value sin = s.negateIfOdd(sinOfRemainder(s, remainder(s, x, n)), bits);
  // The sums above lose the sign of zero.
  return s.select(s.compare(Steps::Compare::OEQ, x, 0.0f), x, sin);
}

Value expandCos(ImplicitLocOpBuilder &b, Value x) {
  Steps s(b, x);
  Value turns = s.fma(x, s.constant(inversePi), s.constant(-0.5f));
  // cos(x) = (-1)^(n + 1) sin(x - (n + 1/2) pi)
  auto [n, bits] = s.round(turns, 1.0f, 1);
  Value half = s.add(n, s.constant(0.5f));
  return s.negateIfOdd(sinOfRemainder(s, remainder(s, x, half)), bits);
}

} // namespace mpc
