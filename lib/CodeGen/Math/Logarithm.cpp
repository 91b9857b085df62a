//===- Logarithm.cpp - log, log1p in f32 ----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// log(2^n (1 + f)) = n ln(2) + log(1 + f) with 1 + f in [0.75, 1.5), where
// log(1 + f) = f + f^2 P(f). Polynomials are from fit-polynomials.py.
//
//===----------------------------------------------------------------------===//

#include "Steps.h"
#include "mpc/CodeGen/MathExpansion.h"

#include <limits>

using namespace mlir;

namespace mpc {

static constexpr float infinity = std::numeric_limits<float>::infinity();
static constexpr float nan = std::numeric_limits<float>::quiet_NaN();
static constexpr float lowest = 0.75f;

static Value logOfParts(Steps &s, const Steps::Split &parts) {
  Value f = parts.fraction;
  Value tail = s.polynomial(
      f, {-0x1.000014p-1f, 0x1.5555e6p-2f, -0x1.ffdde4p-3f, 0x1.992192p-3f,
          -0x1.588436p-3f, 0x1.32da32p-3f, -0x1.ee6246p-4f, 0x1.bbc726p-5f});
  Value log = s.fma(s.mul(f, f), tail, f);
  // n ln(2) needs no low part: either n = 0 or the sum is large beside it.
  return s.fma(parts.exponent, s.constant(0x1.62e430p-1f), log);
}

/// `inside` for x above `pole`, -inf there, nan below and for nan.
static Value withPole(Steps &s, Value x, float pole, Value inside) {
  Value outside = s.select(s.compare(Steps::Compare::OEQ, x, pole),
                           s.constant(-infinity), s.constant(nan));
  return s.select(s.compare(Steps::Compare::OGT, x, pole), inside, outside);
}

Value expandLog(ImplicitLocOpBuilder &b, Value x) {
  Steps s(b, x);
  Value log = logOfParts(s, s.split(x, lowest));
  Value isInfinite = s.compare(Steps::Compare::OEQ, x, infinity);
  return withPole(s, x, 0.0f, s.select(isInfinite, x, log));
}

Value expandLog1p(ImplicitLocOpBuilder &b, Value x) {
  Steps s(b, x);
  Value log = logOfParts(s, s.splitOnePlus(x, lowest));
  // Zeros keep their sign, infinity stays: those that equal their double.
  Value isFixed = s.compare(Steps::Compare::OEQ, s.add(x, x), x);
  return withPole(s, x, -1.0f, s.select(isFixed, x, log));
}

} // namespace mpc
