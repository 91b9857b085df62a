//===- Power.cpp - pow, rsqrt in f32 --------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// x^y = 2^(y log2(x)). Since |y log2(x)| may reach 150, the logarithm and its
// product with y are carried as unevaluated sums high + low of two floats.
//
//===----------------------------------------------------------------------===//

#include "Steps.h"
#include "mpc/CodeGen/MathExpansion.h"

#include <limits>

using namespace mlir;

namespace mpc {

using Compare = Steps::Compare;

static constexpr float infinity = std::numeric_limits<float>::infinity();

namespace {
struct Sum {
  Value high, low;
};
} // namespace

/// x + y, exact if x = 0 or |x| >= |y|.
static Sum fastSum(Steps &s, Value x, Value y) {
  Value high = s.add(x, y);
  return {high, s.sub(y, s.sub(high, x))};
}

/// f / (2 + f), with |f| < 0.5.
static Sum halfTangent(Steps &s, Value f) {
  Sum divisor = fastSum(s, s.constant(2.0f), f);
  Value inverse = s.div(s.constant(1.0f), divisor.high);
  Value high = s.mul(f, inverse);
  // f - high * divisor, without rounding of the products.
  Value negated = s.neg(high);
  Value rest = s.fma(negated, divisor.low, s.fma(negated, divisor.high, f));
  return {high, s.mul(rest, inverse)};
}

/// log2 of a positive x, from log(m) = 2 artanh((m - 1) / (m + 1)) with m in
/// [sqrt(1/2), sqrt(2)).
static Sum log2OfPositive(Steps &s, Value x) {
  auto [exponent, f] = s.split(x, 0x1.6a09e6p-1f);
  Sum t = halfTangent(s, f);
  Value twoOverLn2 = s.constant(0x1.715476p+1f);
  Value high = s.mul(t.high, twoOverLn2);
  Value negated = s.neg(high);
  Value low = s.fma(t.high, twoOverLn2, negated);
  low = s.fma(t.high, s.constant(0x1.4ae0c0p-25f), low);
  low = s.fma(t.low, twoOverLn2, low);
  Value square = s.mul(t.high, t.high);
  Value tail = s.polynomial(
      square, {0x1.ec709ep-1f, 0x1.2776e2p-1f, 0x1.a5cec0p-2f, 0x1.58b3aep-2f});
  low = s.fma(s.mul(t.high, square), tail, low);
  Sum sum = fastSum(s, exponent, high);
  return fastSum(s, sum.high, s.add(low, sum.low));
}

/// log2 of |x|, infinite at 0 and infinity.
static Sum log2OfMagnitude(Steps &s, Value magnitude) {
  Sum log = log2OfPositive(s, magnitude);
  Value high = s.select(s.compare(Compare::OEQ, magnitude, 0.0f),
                        s.constant(-infinity), log.high);
  high =
      s.select(s.compare(Compare::OLT, magnitude, infinity), high, magnitude);
  return {high, log.low};
}

/// 2^(y log), from 0 to infinity.
static Value exp2OfProduct(Steps &s, Value y, const Sum &log) {
  // An infinite y would make nan of log = 0.
  Value finite = s.atLeast(s.atMost(y, 0x1p100f), -0x1p100f);
  Value high = s.mul(finite, log.high);
  Value negated = s.neg(high);
  Value low = s.fma(finite, log.low, s.fma(finite, log.high, negated));
  Value inRange = s.atLeast(s.atMost(high, 130.0f), -160.0f);
  low = s.select(s.compare(Compare::OEQ, inRange, high), low, s.constant(0.0f));
  auto [n, bits] = s.round(inRange, 1.0f, Steps::wideBias);
  Value r = s.add(s.sub(inRange, n), low);
  Value power =
      s.polynomial(r, {1.0f, 0x1.62e430p-1f, 0x1.ebfbdcp-3f, 0x1.c6af78p-5f,
                       0x1.3b2ddep-7f, 0x1.5f0b1ap-10f, 0x1.4170e2p-13f});
  return s.scale(power, bits);
}

/// Gives the power of |x| the sign of x where y is odd, and nan where x is
/// negative and y no integer.
static Value withSignOfPower(Steps &s, Value x, Value y, Value power) {
  Value isWhole = s.compare(Compare::OEQ, s.floor(y), y);
  Value half = s.mul(y, s.constant(0.5f));
  Value isOdd = s.both(isWhole, s.compare(Compare::ONE, s.floor(half), half));
  Value isNegative = s.both(s.compare(Compare::OLT, x, 0.0f),
                            s.compare(Compare::OGT, x, -infinity));
  Value real =
      s.select(isNegative,
               s.select(isWhole, power,
                        s.constant(std::numeric_limits<float>::quiet_NaN())),
               power);
  return s.withSignOf(real, s.select(isOdd, x, s.constant(0.0f)));
}

Value expandPow(ImplicitLocOpBuilder &b, Value x, Value y) {
  Steps s(b, x);
  Value power = exp2OfProduct(s, y, log2OfMagnitude(s, s.abs(x)));
  Value isOne = s.either(s.compare(Compare::OEQ, x, 1.0f),
                         s.compare(Compare::OEQ, y, 0.0f));
  return s.select(isOne, s.constant(1.0f), withSignOfPower(s, x, y, power));
}

Value expandRsqrt(ImplicitLocOpBuilder &b, Value x) {
  Steps s(b, x);
  return s.div(s.constant(1.0f), math::SqrtOp::create(b, x));
}

} // namespace mpc
