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

/// a + a P(a^2) for 0 <= a <= 1.5.
static Value erfOfSmall(Steps &s, Value a) {
  Value slope = s.polynomial(
      s.mul(a, a), {0x1.06eba8p-3f, -0x1.812742p-2f, 0x1.ce2e4ap-4f,
                    -0x1.b81de6p-6f, 0x1.55d4c8p-8f, -0x1.bac2cap-11f,
                    0x1.d82f8ap-14f, -0x1.77412ap-17f, 0x1.444b58p-21f});
  return s.fma(a, slope, a);
}

/// P(a - 2.75) for 1.5 <= a; erf rounds to 1 from 3.92 on.
static Value erfOfLarge(Steps &s, Value a) {
  Value centred = s.sub(s.atMost(a, 3.93f), s.constant(2.75f));
  Value erf = s.polynomial(centred,
                           {0x1.fff2d0p-1f, 0x1.333fa0p-11f, -0x1.a6da66p-10f,
                            0x1.6a5bc0p-9f, -0x1.aa2cdep-9f, 0x1.66a622p-9f,
                            -0x1.b781d2p-10f, 0x1.66ccf4p-11f, -0x1.0fd8ccp-14f,
                            -0x1.c13918p-14f, 0x1.62f712p-15f});
  return s.atMost(erf, 1.0f);
}

Value expandErf(ImplicitLocOpBuilder &b, Value x) {
  Steps s(b, x);
  Value a = s.abs(x);
  Value isSmall = s.compare(Steps::Compare::OLT, a, 1.5f);
  Value erf = s.select(isSmall, erfOfSmall(s, a), erfOfLarge(s, a));
  return s.withSignOf(erf, x);
}

} // namespace mpc
