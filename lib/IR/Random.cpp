//===- Random.cpp - random numbers as a function of their key -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
// easy as 1, 2, 3" (2011), in integer arithmetic, so that every target draws
// the same bits.
//
//===----------------------------------------------------------------------===//

#include "Lowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include <array>

using namespace mlir;

namespace mpc {

namespace {

constexpr uint32_t kMultipliers[] = {0xD2511F53, 0xCD9E8D57};
constexpr uint32_t kWeyl[] = {0x9E3779B9, 0xBB67AE85};
constexpr int kRounds = 10;

using Words = std::array<Value, 4>;

/// The low and high word of a 64-bit value or product.
struct Halves {
  Value low, high;
};

Halves split(ImplicitLocOpBuilder &b, Value wide) {
  Type word = b.getI32Type();
  Value shifted = arith::ShRUIOp::create(b, wide, intLike(b, wide, 32));
  return {arith::TruncIOp::create(b, word, wide),
          arith::TruncIOp::create(b, word, shifted)};
}

Halves multiply(ImplicitLocOpBuilder &b, Value word, uint32_t multiplier) {
  Value wide = arith::ExtUIOp::create(b, b.getI64Type(), word);
  return split(b, arith::MulIOp::create(b, wide, intLike(b, wide, multiplier)));
}

Value buildXor(ImplicitLocOpBuilder &b, Value x, Value y, Value z) {
  return arith::XOrIOp::create(b, arith::XOrIOp::create(b, x, y), z);
}

Words buildPhilox(ImplicitLocOpBuilder &b, Words counter, Halves key) {
  for (int round = 0; round < kRounds; ++round) {
    if (round) {
      key.low =
          arith::AddIOp::create(b, key.low, intLike(b, key.low, kWeyl[0]));
      key.high =
          arith::AddIOp::create(b, key.high, intLike(b, key.high, kWeyl[1]));
    }
    Halves first = multiply(b, counter[0], kMultipliers[0]);
    Halves second = multiply(b, counter[2], kMultipliers[1]);
    counter = {buildXor(b, second.high, counter[1], key.low), second.low,
               buildXor(b, first.high, counter[3], key.high), first.low};
  }
  return counter;
}

/// The four words of the block that element `index` is in.
Words buildBlock(ImplicitLocOpBuilder &b, const RandomKey &key, Value index) {
  Value block = arith::ShRUIOp::create(b, index, intLike(b, index, 2));
  Value counter = split(b, block).low;
  return buildPhilox(b,
                     {counter, split(b, key.microBatch).low,
                      intLike(b, counter, key.stream),
                      split(b, key.iteration).low},
                     split(b, key.seed));
}

/// Returns bit `bit` of `index` as a predicate.
Value testBit(ImplicitLocOpBuilder &b, Value index, int64_t bit) {
  Value mask = intLike(b, index, int64_t(1) << bit);
  return arith::CmpIOp::create(b, arith::CmpIPredicate::ne,
                               arith::AndIOp::create(b, index, mask),
                               zeroLike(b, index));
}

Value select(ImplicitLocOpBuilder &b, Value predicate, Value x, Value y) {
  return arith::SelectOp::create(b, predicate, x, y);
}

/// (word / 2^8 + offset) * 2^-24, exact in f32.
Value buildUniform(ImplicitLocOpBuilder &b, Value word, Type type,
                   double offset) {
  Value bits = arith::ShRUIOp::create(b, word, intLike(b, word, 8));
  Value real = arith::SIToFPOp::create(b, type, bits);
  if (offset != 0)
    real = arith::AddFOp::create(b, real, floatLike(b, real, offset));
  return arith::MulFOp::create(b, real, floatLike(b, real, 0x1p-24));
}

/// Box and Muller's transform: one of two normal numbers from two words.
Value buildNormal(ImplicitLocOpBuilder &b, Value first, Value second,
                  Value isSecond, Type type) {
  // In (0, 1], since the logarithm of 0 is infinite.
  Value u = buildUniform(b, first, type, 1.0);
  Value turns = buildUniform(b, second, type, 0.0);
  Value logarithm = math::LogOp::create(b, u);
  Value radius = math::SqrtOp::create(
      b, arith::MulFOp::create(b, logarithm, floatLike(b, u, -2.0)));
  Value angle =
      arith::MulFOp::create(b, turns, floatLike(b, u, 6.283185307179586));
  Value wave = select(b, isSecond, math::SinOp::create(b, angle),
                      math::CosOp::create(b, angle));
  return arith::MulFOp::create(b, radius, wave);
}

/// Keeps a uniform number below 1 when it is rounded to 16 bits.
Value keepBelowOne(ImplicitLocOpBuilder &b, Value x, Type type) {
  if (computeElement(type) == type)
    return x;
  double largest = isa<Float16Type>(type) ? 1.0 - 0x1p-11 : 1.0 - 0x1p-8;
  return arith::MinimumFOp::create(b, x, floatLike(b, x, largest));
}

} // namespace

Value buildRandom(ImplicitLocOpBuilder &b, Distribution distribution,
                  const RandomKey &key, Value index, Type type) {
  Words words = buildBlock(b, key, index);
  Value isOdd = testBit(b, index, 0);
  Value isUpper = testBit(b, index, 1);
  if (distribution == Distribution::normal) {
    Value normal = buildNormal(b, select(b, isUpper, words[2], words[0]),
                               select(b, isUpper, words[3], words[1]), isOdd,
                               computeElement(type));
    return buildConversion(b, normal, computeElement(type), type);
  }
  Value word = select(b, isUpper, select(b, isOdd, words[3], words[2]),
                      select(b, isOdd, words[1], words[0]));
  if (distribution == Distribution::uniform) {
    Value uniform = buildUniform(b, word, computeElement(type), 0.0);
    return buildConversion(b, keepBelowOne(b, uniform, type),
                           computeElement(type), type);
  }
  if (type.isInteger(64))
    return arith::ExtUIOp::create(b, type, word);
  return word;
}

} // namespace mpc
