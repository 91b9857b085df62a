//===- Steps.cpp - the steps that f32 sequences are made of ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Steps.h"

using namespace mlir;

namespace mpc {

Type Steps::integersLike(Type type) {
  Type i32 = IntegerType::get(type.getContext(), 32);
  if (auto vector = dyn_cast<VectorType>(type))
    return vector.clone(i32);
  return i32;
}

Value Steps::splat(Type type, TypedAttr value) {
  if (auto vector = dyn_cast<VectorType>(type))
    value = DenseElementsAttr::get(vector, value);
  return arith::ConstantOp::create(b, type, value);
}

Value Steps::constant(float value) {
  return splat(floatType, b.getF32FloatAttr(value));
}

Value Steps::integer(uint32_t value) {
  return splat(intType, b.getI32IntegerAttr(static_cast<int32_t>(value)));
}

Value Steps::add(Value x, Value y) { return arith::AddFOp::create(b, x, y); }
Value Steps::sub(Value x, Value y) { return arith::SubFOp::create(b, x, y); }
Value Steps::mul(Value x, Value y) { return arith::MulFOp::create(b, x, y); }
Value Steps::div(Value x, Value y) { return arith::DivFOp::create(b, x, y); }
Value Steps::neg(Value x) { return arith::NegFOp::create(b, x); }
Value Steps::abs(Value x) { return math::AbsFOp::create(b, x); }

Value Steps::fma(Value x, Value y, Value z) {
  return math::FmaOp::create(b, x, y, z);
}

Value Steps::select(Value condition, Value x, Value y) {
  return arith::SelectOp::create(b, condition, x, y);
}

Value Steps::compare(Compare predicate, Value x, Value y) {
  return arith::CmpFOp::create(b, predicate, x, y);
}

Value Steps::compare(Compare predicate, Value x, float y) {
  return compare(predicate, x, constant(y));
}

Value Steps::both(Value x, Value y) { return arith::AndIOp::create(b, x, y); }
Value Steps::either(Value x, Value y) { return arith::OrIOp::create(b, x, y); }

Value Steps::floor(Value x) { return math::FloorOp::create(b, x); }

Value Steps::polynomial(Value x, std::initializer_list<float> c) {
  const float *next = c.end();
  Value sum = constant(*--next);
  while (next != c.begin())
    sum = fma(sum, x, constant(*--next));
  return sum;
}

Value Steps::atMost(Value x, float limit) {
  return select(compare(Compare::OGT, x, limit), constant(limit), x);
}

Value Steps::atLeast(Value x, float limit) {
  return select(compare(Compare::OLT, x, limit), constant(limit), x);
}

Value Steps::bits(Value x) { return arith::BitcastOp::create(b, intType, x); }

Value Steps::fromBits(Value x) {
  return arith::BitcastOp::create(b, floatType, x);
}

Value Steps::withSignOf(Value magnitude, Value x) {
  Value sign = arith::AndIOp::create(b, bits(x), integer(0x80000000));
  return fromBits(arith::OrIOp::create(b, bits(magnitude), sign));
}

Value Steps::exponentField(Value x, float low) {
  Value distance = arith::SubIOp::create(b, bits(x), bits(constant(low)));
  return arith::AndIOp::create(b, distance, integer(0xff800000));
}

Value Steps::exponentOf(Value field, Value offset) {
  return fma(arith::SIToFPOp::create(b, floatType, field), constant(0x1p-23f),
             offset);
}

Value Steps::unscale(Value x, Value field) {
  return fromBits(arith::SubIOp::create(b, bits(x), field));
}

Value Steps::negateIfOdd(Value x, Value bits) {
  Value sign = arith::ShLIOp::create(b, bits, integer(31));
  return fromBits(arith::XOrIOp::create(b, this->bits(x), sign));
}

Steps::Split Steps::split(Value x, float low) {
  Value denormal = compare(Compare::OLT, x, 0x1p-126f);
  Value normal = select(denormal, mul(x, constant(0x1p23f)), x);
  Value offset = select(denormal, constant(-23.0f), constant(0.0f));
  Value field = exponentField(normal, low);
  return {exponentOf(field, offset),
          sub(unscale(normal, field), constant(1.0f))};
}

Steps::Split Steps::splitOnePlus(Value x, float low) {
  Value field = exponentField(add(constant(1.0f), x), low);
  // 2^-n itself may be denormal, 4 * 2^-n is not.
  Value one =
      fma(constant(0.25f), unscale(constant(4.0f), field), constant(-1.0f));
  return {exponentOf(field, constant(0.0f)), add(unscale(x, field), one)};
}

/// Adding it rounds to integers and leaves them in the low bits.
static constexpr float roundingShift = 0x1.8p23f;

Steps::Rounded Steps::round(Value x, float factor, int bias) {
  Value shift = constant(roundingShift + bias);
  Value shifted = fma(x, constant(factor), shift);
  return {sub(shifted, shift), bits(shifted)};
}

Value Steps::powerOfTwo(Value bits) {
  return fromBits(arith::ShLIOp::create(b, bits, integer(23)));
}

Value Steps::scale(Value x, Value bits) {
  Value half = arith::ShRUIOp::create(b, bits, integer(1));
  Value rest = arith::SubIOp::create(b, bits, half);
  return mul(mul(x, powerOfTwo(half)), powerOfTwo(rest));
}

} // namespace mpc
