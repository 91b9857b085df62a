//===- Scalars.cpp - scalar bodies that several ops share -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Corners that targets leave open are written out here, so that every target
// computes the same.
//
//===----------------------------------------------------------------------===//

#include "Lowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include <limits>

using namespace mlir;

namespace mpc {

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

static Value constantLike(ImplicitLocOpBuilder &b, Value like,
                          TypedAttr value) {
  if (auto vector = dyn_cast<VectorType>(like.getType()))
    return arith::ConstantOp::create(
        b, DenseElementsAttr::get(vector, Attribute(value)));
  return arith::ConstantOp::create(b, value);
}

Value floatLike(ImplicitLocOpBuilder &b, Value like, double value) {
  return constantLike(b, like,
                      b.getFloatAttr(getElementTypeOrSelf(like), value));
}

Value intLike(ImplicitLocOpBuilder &b, Value like, int64_t value) {
  auto type = cast<IntegerType>(getElementTypeOrSelf(like));
  APInt bits(type.getWidth(), value, /*isSigned=*/true, /*implicitTrunc=*/true);
  return constantLike(b, like, IntegerAttr::get(type, bits));
}

Value zeroLike(ImplicitLocOpBuilder &b, Value x) {
  return constantLike(b, x, b.getZeroAttr(getElementTypeOrSelf(x)));
}

Value onesLike(ImplicitLocOpBuilder &b, Value x) { return intLike(b, x, -1); }

//===----------------------------------------------------------------------===//
// Order
//===----------------------------------------------------------------------===//

/// Returns true for elements compared as unsigned: ui8, and i1 as 0 < 1.
static bool isUnsigned(Type type) {
  return type.isUnsignedInteger() || type.isInteger(1);
}

Value buildMax(ImplicitLocOpBuilder &b, Value x, Value y, Type type) {
  if (isa<FloatType>(type))
    return arith::MaximumFOp::create(b, x, y);
  if (isUnsigned(type))
    return arith::MaxUIOp::create(b, x, y);
  return arith::MaxSIOp::create(b, x, y);
}

Value buildMin(ImplicitLocOpBuilder &b, Value x, Value y, Type type) {
  if (isa<FloatType>(type))
    return arith::MinimumFOp::create(b, x, y);
  if (isUnsigned(type))
    return arith::MinUIOp::create(b, x, y);
  return arith::MinSIOp::create(b, x, y);
}

static arith::CmpFPredicate floatPredicate(Comparison comparison) {
  switch (comparison) {
  case Comparison::eq:
    return arith::CmpFPredicate::OEQ;
  case Comparison::ne:
    return arith::CmpFPredicate::UNE;
  case Comparison::lt:
    return arith::CmpFPredicate::OLT;
  case Comparison::le:
    return arith::CmpFPredicate::OLE;
  case Comparison::gt:
    return arith::CmpFPredicate::OGT;
  case Comparison::ge:
    return arith::CmpFPredicate::OGE;
  }
  llvm_unreachable("unknown comparison");
}

static arith::CmpIPredicate intPredicate(Comparison comparison,
                                         bool isUnsigned) {
  using Predicate = arith::CmpIPredicate;
  switch (comparison) {
  case Comparison::eq:
    return Predicate::eq;
  case Comparison::ne:
    return Predicate::ne;
  case Comparison::lt:
    return isUnsigned ? Predicate::ult : Predicate::slt;
  case Comparison::le:
    return isUnsigned ? Predicate::ule : Predicate::sle;
  case Comparison::gt:
    return isUnsigned ? Predicate::ugt : Predicate::sgt;
  case Comparison::ge:
    return isUnsigned ? Predicate::uge : Predicate::sge;
  }
  llvm_unreachable("unknown comparison");
}

Value buildComparison(ImplicitLocOpBuilder &b, Comparison comparison, Value x,
                      Value y, Type type) {
  if (isa<FloatType>(type))
    return arith::CmpFOp::create(b, floatPredicate(comparison), x, y);
  return arith::CmpIOp::create(b, intPredicate(comparison, isUnsigned(type)), x,
                               y);
}

Value buildSign(ImplicitLocOpBuilder &b, Value x, Type type) {
  Value zero = zeroLike(b, x);
  Value isAbove = buildComparison(b, Comparison::gt, x, zero, type);
  Value isBelow = buildComparison(b, Comparison::lt, x, zero, type);
  bool isFloat = isa<FloatType>(type);
  Value one = isFloat ? floatLike(b, x, 1.0) : intLike(b, x, 1);
  Value minusOne = isFloat ? floatLike(b, x, -1.0) : intLike(b, x, -1);
  Value rest = arith::SelectOp::create(b, isBelow, minusOne, x);
  return arith::SelectOp::create(b, isAbove, one, rest);
}

namespace {

/// A division of integers that no target refuses.
struct Division {
  Division(ImplicitLocOpBuilder &b, Value x, Value y, Type type) {
    Value zero = zeroLike(b, y), one = intLike(b, y, 1);
    isByZero = buildComparison(b, Comparison::eq, y, zero, type);
    divisor = arith::SelectOp::create(b, isByZero, one, y);
    if (isUnsigned(type))
      return;
    // The least number over -1 is itself, as over 1.
    int64_t width = type.getIntOrFloatBitWidth();
    Value least = intLike(b, x, int64_t(1) << (width - 1));
    Value isLeast = arith::CmpIOp::create(b, arith::CmpIPredicate::eq, x, least);
    Value byMinusOne = arith::CmpIOp::create(b, arith::CmpIPredicate::eq, y,
                                             intLike(b, y, -1));
    Value wraps = arith::AndIOp::create(b, isLeast, byMinusOne);
    divisor = arith::SelectOp::create(b, wraps, one, divisor);
  }

  /// The one of the two ops that knows the sign of `type`.
  template <typename SignedOp, typename UnsignedOp>
  Value build(ImplicitLocOpBuilder &b, Value x, Type type) const {
    if (isUnsigned(type))
      return UnsignedOp::create(b, x, divisor);
    return SignedOp::create(b, x, divisor);
  }

  Value isByZero, divisor;
};

} // namespace

Value buildQuotient(ImplicitLocOpBuilder &b, Value x, Value y, Type type) {
  if (isa<FloatType>(type))
    return arith::DivFOp::create(b, x, y);
  Division division(b, x, y, type);
  Value quotient =
      division.build<arith::DivSIOp, arith::DivUIOp>(b, x, type);
  return arith::SelectOp::create(b, division.isByZero, onesLike(b, x),
                                 quotient);
}

Value buildRemainder(ImplicitLocOpBuilder &b, Value x, Value y, Type type) {
  Division division(b, x, y, type);
  Value rest = division.build<arith::RemSIOp, arith::RemUIOp>(b, x, type);
  return arith::SelectOp::create(b, division.isByZero, x, rest);
}

Value buildIsFinite(ImplicitLocOpBuilder &b, Value x) {
  Value infinity = floatLike(b, x, std::numeric_limits<double>::infinity());
  return arith::CmpFOp::create(b, arith::CmpFPredicate::OLT,
                               math::AbsFOp::create(b, x), infinity);
}

Value buildLogisticScalar(ImplicitLocOpBuilder &b, Value x) {
  // With e = exp(-|x|), which never overflows, and q = e / (1 + e): 1 - q for
  // positive x and e - e q for negative, where q itself is less precise.
  Value one = floatLike(b, x, 1.0);
  Value decay = math::ExpOp::create(
      b, arith::NegFOp::create(b, math::AbsFOp::create(b, x)));
  Value quotient =
      arith::DivFOp::create(b, decay, arith::AddFOp::create(b, one, decay));
  Value isNegative = arith::CmpFOp::create(b, arith::CmpFPredicate::OLT, x,
                                           floatLike(b, x, 0.0));
  Value limit = arith::SelectOp::create(b, isNegative, decay, one);
  Value reduced = arith::MulFOp::create(b, limit, quotient);
  return arith::SubFOp::create(b, limit, reduced);
}

//===----------------------------------------------------------------------===//
// Conversion
//===----------------------------------------------------------------------===//

/// `element`, or a vector of it where `like` is one.
static Type typeLike(Value like, Type element) {
  if (auto vector = dyn_cast<VectorType>(like.getType()))
    return vector.clone(element);
  return element;
}

static Value convertFloat(ImplicitLocOpBuilder &b, Value x, FloatType to) {
  auto from = cast<FloatType>(getElementTypeOrSelf(x));
  if (from == to)
    return x;
  if (from.getWidth() < to.getWidth())
    return arith::ExtFOp::create(b, typeLike(x, to), x);
  if (from.getWidth() == to.getWidth()) // f16 and bf16
    x = arith::ExtFOp::create(b, typeLike(x, b.getF32Type()), x);
  return arith::TruncFOp::create(b, typeLike(x, to), x);
}

/// Truncates towards zero, saturates, and takes nan to 0. The conversion itself
/// only ever sees values in range, since it is undefined elsewhere.
static Value convertFloatToInt(ImplicitLocOpBuilder &b, Value x,
                               IntegerType to) {
  bool isUnsigned = to.isUnsigned();
  unsigned width = to.getWidth();
  APInt least =
      isUnsigned ? APInt::getMinValue(width) : APInt::getSignedMinValue(width);
  APInt largest =
      isUnsigned ? APInt::getMaxValue(width) : APInt::getSignedMaxValue(width);
  // Both bounds are powers of two (or 0 and -1) and so exact in every format.
  Value low = floatLike(b, x, isUnsigned ? -1.0 : least.signedRoundToDouble());
  Value high = floatLike(b, x,
                         isUnsigned ? largest.roundToDouble() + 1.0
                                    : -least.signedRoundToDouble());
  Value isBelow = arith::CmpFOp::create(b, arith::CmpFPredicate::OLE, x, low);
  Value isAbove = arith::CmpFOp::create(b, arith::CmpFPredicate::OGE, x, high);
  Value isNan = arith::CmpFOp::create(b, arith::CmpFPredicate::UNO, x, x);
  Value isOutside =
      arith::OrIOp::create(b, isNan, arith::OrIOp::create(b, isBelow, isAbove));
  Value safe = arith::SelectOp::create(b, isOutside, zeroLike(b, x), x);

  unsigned wideWidth = std::max(width, 32u);
  Value wide = arith::FPToSIOp::create(
      b, typeLike(x, b.getIntegerType(wideWidth)), safe);
  Value result = wide;
  if (wideWidth != width)
    result =
        arith::TruncIOp::create(b, typeLike(x, b.getIntegerType(width)), wide);
  auto bound = [&](const APInt &value) {
    return constantLike(b, result,
                        IntegerAttr::get(b.getIntegerType(width), value));
  };
  result = arith::SelectOp::create(b, isAbove, bound(largest), result);
  return arith::SelectOp::create(b, isBelow, bound(least), result);
}

static Value convertIntToFloat(ImplicitLocOpBuilder &b, Value x, Type from,
                               FloatType to) {
  // Through f32 on every target; 16-bit formats are for storage only.
  Type wide = typeLike(x, computeElement(to));
  Value result = isUnsigned(from)
                     ? arith::UIToFPOp::create(b, wide, x).getResult()
                     : arith::SIToFPOp::create(b, wide, x).getResult();
  return convertFloat(b, result, to);
}

static Value convertInt(ImplicitLocOpBuilder &b, Value x, Type from,
                        IntegerType to) {
  Type type = typeLike(x, loweredElement(to));
  unsigned width = from.getIntOrFloatBitWidth();
  if (width == to.getWidth())
    return x;
  if (width > to.getWidth())
    return arith::TruncIOp::create(b, type, x);
  if (isUnsigned(from))
    return arith::ExtUIOp::create(b, type, x);
  return arith::ExtSIOp::create(b, type, x);
}

Value buildConversion(ImplicitLocOpBuilder &b, Value x, Type from, Type to) {
  if (from == to && getElementTypeOrSelf(x) == loweredElement(to))
    return x;
  if (to.isInteger(1))
    return buildComparison(b, Comparison::ne, x, zeroLike(b, x), from);
  if (isa<FloatType>(from)) {
    if (auto type = dyn_cast<FloatType>(to))
      return convertFloat(b, x, type);
    // Large bounds are no f16 numbers.
    Type wide = computeElement(getElementTypeOrSelf(x));
    return convertFloatToInt(b, convertFloat(b, x, cast<FloatType>(wide)),
                             cast<IntegerType>(to));
  }
  if (auto type = dyn_cast<FloatType>(to))
    return convertIntToFloat(b, x, from, type);
  return convertInt(b, x, from, cast<IntegerType>(to));
}

//===----------------------------------------------------------------------===//
// Storage formats
//===----------------------------------------------------------------------===//

/// An f32 with 10 bits of fraction. The carry of the rounding may run into the
/// exponent, up to infinity; infinity and nan stay what they are.
static Value roundToTf32(ImplicitLocOpBuilder &b, Value x) {
  constexpr int64_t kDropped = 13;
  Value bits = arith::BitcastOp::create(b, typeLike(x, b.getI32Type()), x);
  auto number = [&](int64_t value) { return intLike(b, bits, value); };
  Value odd = arith::AndIOp::create(
      b, arith::ShRUIOp::create(b, bits, number(kDropped)), number(1));
  Value bias = arith::AddIOp::create(b, odd, number((1 << (kDropped - 1)) - 1));
  Value rounded = arith::AndIOp::create(b, arith::AddIOp::create(b, bits, bias),
                                        number(-(1 << kDropped)));
  Value result = arith::BitcastOp::create(b, x.getType(), rounded);
  return arith::SelectOp::create(b, buildIsFinite(b, x), result, x);
}

Value buildCast(ImplicitLocOpBuilder &b, Value x, Format format) {
  if (format == Format::tf32)
    return roundToTf32(b, x);
  return convertFloat(b, x, getStorage(format, b.getContext()));
}

} // namespace mpc
