//===- ErrorFunction.cpp - erf in f32 -------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Steps.h"
#include "mpc/CodeGen/MathExpansion.h"

using namespace mlir;

namespace mpc {

/// a + a P(a^2) for 0 <= a <= 1.3125; beyond, rounding errors grow.
static Value erfOfSmall(Steps &s, Value a) {
  Value slope = s.polynomial(s.mul(a, a),
                             {0x1.06eba8p-3f, -0x1.81273ep-2f, 0x1.ce2d4ep-4f,
                              -0x1.b80964p-6f, 0x1.550c2ep-8f, -0x1.b29c02p-11f,
                              0x1.a9c6dep-14f, -0x1.dd8840p-18f});
  return s.fma(a, slope, a);
}

/// P(a - 2.5625) for 1.3125 <= a; erf rounds to 1 from 3.92 on.
static Value erfOfLarge(Steps &s, Value a) {
  Value centred = s.sub(s.atMost(a, 4.0f), s.constant(2.5625f));
  Value erf =
      s.polynomial(centred, {0x1.ffd9f8p-1f, 0x1.a01c78p-10f, -0x1.0aa8a8p-8f,
                             0x1.a4e10cp-8f, -0x1.c1aa12p-8f, 0x1.4e9500p-8f,
                             -0x1.4fc00cp-9f, 0x1.5b905cp-11f, 0x1.58cb16p-13f,
                             -0x1.dcb68ap-13f, 0x1.ffd734p-15f, 0x1.95793ep-17f,
                             -0x1.adf7b6p-18f});
  return s.atMost(erf, 1.0f);
}

Value expandErf(ImplicitLocOpBuilder &b, Value x) {
  Steps s(b, x);
  Value a = s.abs(x);
  Value isSmall = s.compare(Steps::Compare::OLT, a, 1.3125f);
  Value erf = s.select(isSmall, erfOfSmall(s, a), erfOfLarge(s, a));
  return s.withSignOf(erf, x);
}

} // namespace mpc
