//===- Reduction.cpp - many elements into one -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../Folding.h"
#include "../GraphBuilder.h"
#include "../Verify.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

#include <limits>

using namespace mlir;

namespace mpc {

SmallVector<int64_t> ReduceOp::getReducedDims() {
  return SmallVector<int64_t>(getDims());
}

// Of equal elements argmax wants the first, which parts do not know.
bool ReduceOp::combinesParts() { return getReduction() != Reduction::argmax; }

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

static LogicalResult checkArgmax(const Check &check, RankedTensorType type,
                                 ArrayRef<int64_t> dims) {
  // C2
  if (dims.empty())
    return check.fail("expects argmax to reduce a dimension");
  int64_t size = 1;
  for (int64_t dim : dims)
    size *= type.getDimSize(dim);
  if (size < 1 || size > std::numeric_limits<int32_t>::max())
    return check.fail("expects argmax over 1 to 2^31 - 1 elements, but got " +
                      Twine(size));
  return success();
}

static FailureOr<RankedTensorType> inferReduce(const Check &check,
                                               ReduceOp::Adaptor op) {
  auto type = cast<RankedTensorType>(op.getOperand().getType());
  Type element = type.getElementType();
  // C1
  if (failed(check.ascending("dims", op.getDims(), type.getRank(), "operand")))
    return failure();
  if (op.getReduction() == Reduction::argmax) {
    if (failed(checkArgmax(check, type, op.getDims())))
      return failure();
    element = IntegerType::get(type.getContext(), 32);
  }
  // C3
  bool isLogical = op.getReduction() == Reduction::any ||
                   op.getReduction() == Reduction::all;
  if (isLogical != type.getElementType().isInteger(1))
    return check.fail("expects " + Twine(isLogical ? "i1" : "numbers") +
                          " for " + stringifyReduction(op.getReduction()) +
                          ", but got " + toText(type.getElementType()),
                      op.getOperand(), "operand");
  if (op.getReduction() == Reduction::mean && !isa<FloatType>(element))
    return check.fail("expects float elements for mean, but got " +
                          toText(element),
                      op.getOperand(), "operand");
  SmallVector<int64_t> shape;
  for (int64_t dim : remainingDims(type.getRank(), op.getDims()))
    shape.push_back(type.getDimSize(dim));
  return RankedTensorType::get(shape, element);
}

LogicalResult ReduceOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> loc,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  auto type = inferReduce(Check(loc, getOperationName()), adaptor);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

LogicalResult ReduceOp::verify() {
  Check check(*this);
  auto type = inferReduce(check, Adaptor(*this));
  return failed(type) ? failure() : check.sameType("result", getType(), *type);
}

/// The number of elements that are combined into one.
static int64_t countReduced(ReduceOp op) {
  int64_t count = 1;
  for (int64_t dim : op.getDims())
    count *= op.getOperand().getType().getDimSize(dim);
  return count;
}

OpFoldResult ReduceOp::fold(FoldAdaptor adaptor) {
  if (getDims().empty())
    return getOperand();
  auto splat = dyn_cast_or_null<SplatElementsAttr>(adaptor.getOperand());
  if (!splat || countReduced(*this) == 0)
    return {};
  switch (getReduction()) {
  case Reduction::max:
  case Reduction::min:
  case Reduction::any:
  case Reduction::all:
    return splat.resizeSplat(getType());
  default:
    break;
  }
  // -0 is no neutral element of the sum of several zeros: it starts at +0.
  if (getReduction() == Reduction::sum && isSplatOf(splat, 0.0))
    return cast<ElementsAttr>(Builder(getContext()).getZeroAttr(getType()));
  return {};
}

//===----------------------------------------------------------------------===//
// Adjoint
//===----------------------------------------------------------------------===//

/// Gives the adjoint to all elements equal to the result, in equal shares.
static Value buildExtremeAdjoint(GraphBuilder &g, ReduceOp op, Value d) {
  Value x = op.getOperand();
  ArrayRef<int64_t> dims = op.getDims();
  Value isChosen =
      g.compare(Comparison::eq, x, g.spread(op.getResult(), x, dims));
  Type counting = Float32Type::get(op.getContext());
  if (getElementTypeOrSelf(d).isF64())
    counting = getElementTypeOrSelf(d);
  Value ties = g.reduce(Reduction::sum, g.convert(isChosen, counting), dims);
  Value share = g.div(g.convert(d, counting), ties);
  share = g.convert(share, getElementTypeOrSelf(d));
  return g.select(isChosen, g.spread(share, x, dims), g.zero(x));
}

/// Gives each element d times the product of the others. With p the product of
/// the elements that are not 0, that is p / x for these if no other is 0, and p
/// for the only 0.
static Value buildProductAdjoint(GraphBuilder &g, ReduceOp op, Value d) {
  ArrayRef<int64_t> dims = op.getDims();
  Value x = g.widen(op.getOperand());
  Value isZero = g.compare(Comparison::eq, x, g.zero(x));
  Value ones = g.like(x, 1.0);
  Value factors = g.select(isZero, ones, x);
  Value product = g.reduce(Reduction::prod, factors, dims);
  Value zeros =
      g.reduce(Reduction::sum, g.select(isZero, ones, g.zero(x)), dims);
  Value scaled = g.mul(g.widen(d), product);
  // How many of the others may be 0.
  Value none = g.zero(zeros);
  Value hasNone = g.compare(Comparison::eq, zeros, none);
  Value hasOne = g.compare(Comparison::eq, zeros, g.like(zeros, 1.0));
  Value ofOthers = g.select(hasNone, scaled, none);
  Value ofZero = g.select(hasOne, scaled, none);
  Value result = g.select(isZero, g.spread(ofZero, x, dims),
                          g.div(g.spread(ofOthers, x, dims), factors));
  return g.convert(result, getElementTypeOrSelf(op.getOperand()));
}

SmallVector<Value> ReduceOp::buildAdjoint(OpBuilder &builder,
                                          ValueRange adjoints) {
  if (!isDifferentiable(getOperand()))
    return {Value()};
  GraphBuilder g(getLoc(), builder);
  Value d = adjoints[0];
  switch (getReduction()) {
  case Reduction::argmax:
  case Reduction::any:
  case Reduction::all:
    return {Value()};
  case Reduction::max:
  case Reduction::min:
    return {buildExtremeAdjoint(g, *this, d)};
  case Reduction::prod:
    return {buildProductAdjoint(g, *this, d)};
  case Reduction::mean:
    // In f16 a count above 65504 would be infinite.
    d = g.widen(d);
    d = g.convert(g.div(d, g.like(d, double(countReduced(*this)))),
                  getType().getElementType());
    [[fallthrough]];
  case Reduction::sum:
    return {g.spread(d, getOperand(), getDims())};
  }
  llvm_unreachable("unknown reduction");
}

//===----------------------------------------------------------------------===//
// Lowering
//===----------------------------------------------------------------------===//

/// What a maximum of nothing is: -inf or the least integer.
static TypedAttr leastOf(Builder &b, Type element) {
  if (auto type = dyn_cast<FloatType>(element))
    return b.getFloatAttr(type, -std::numeric_limits<double>::infinity());
  unsigned width = element.getIntOrFloatBitWidth();
  APInt least = element.isUnsignedInteger() ? APInt::getMinValue(width)
                                            : APInt::getSignedMinValue(width);
  return IntegerAttr::get(loweredElement(element), least);
}

/// What a minimum of nothing is: +inf or the greatest integer.
static TypedAttr greatestOf(Builder &b, Type element) {
  if (auto type = dyn_cast<FloatType>(element))
    return b.getFloatAttr(type, std::numeric_limits<double>::infinity());
  unsigned width = element.getIntOrFloatBitWidth();
  APInt greatest = element.isUnsignedInteger()
                       ? APInt::getMaxValue(width)
                       : APInt::getSignedMaxValue(width);
  return IntegerAttr::get(loweredElement(element), greatest);
}

/// The maps of a reduction's operand and result.
static std::pair<AffineMap, AffineMap> buildMaps(Builder &b, ReduceOp op) {
  int64_t rank = op.getOperand().getType().getRank();
  SmallVector<AffineExpr> kept;
  for (int64_t dim : remainingDims(rank, op.getDims()))
    kept.push_back(b.getAffineDimExpr(dim));
  return {b.getMultiDimIdentityMap(rank),
          AffineMap::get(rank, 0, kept, b.getContext())};
}

static Value lowerReduction(ImplicitLocOpBuilder &b, ReduceOp op, Value operand,
                            Type element, TypedAttr identity,
                            ScalarBuilder combiner) {
  Value start = createFilled(b, withElement(op.getType(), element), identity);
  auto [from, to] = buildMaps(b, op);
  return createLoops(b, operand, start, {from, to}, op.getDims(),
                     [&](ImplicitLocOpBuilder &b, ValueRange x) {
                       return SmallVector<Value>{combiner(b, x)};
                     })[0];
}

static Value lowerSum(ImplicitLocOpBuilder &b, ReduceOp op, Value operand) {
  Type element = getElementTypeOrSelf(operand);
  return lowerReduction(b, op, operand, element,
                        cast<TypedAttr>(b.getZeroAttr(element)),
                        [&](ImplicitLocOpBuilder &b, ValueRange x) -> Value {
                          if (isa<FloatType>(element))
                            return arith::AddFOp::create(b, x[0], x[1]);
                          return arith::AddIOp::create(b, x[0], x[1]);
                        });
}

/// Divides by the count and rounds to the result's format.
static Value lowerDivision(ImplicitLocOpBuilder &b, ReduceOp op, Value sum) {
  RankedTensorType type = op.getType();
  return createParallelLoops(
      b, type, sum, b.getMultiDimIdentityMap(type.getRank()),
      [&](ImplicitLocOpBuilder &b, ValueRange x) {
        Value mean = arith::DivFOp::create(
            b, x[0], floatLike(b, x[0], double(countReduced(op))));
        return buildConversion(b, mean, mean.getType(), type.getElementType());
      });
}

static Value lowerProduct(ImplicitLocOpBuilder &b, ReduceOp op, Value operand) {
  Type element = getElementTypeOrSelf(operand);
  return lowerReduction(b, op, operand, element, b.getOneAttr(element),
                        [&](ImplicitLocOpBuilder &b, ValueRange x) -> Value {
                          if (isa<FloatType>(element))
                            return arith::MulFOp::create(b, x[0], x[1]);
                          return arith::MulIOp::create(b, x[0], x[1]);
                        });
}

/// The largest or the smallest element.
static Value lowerExtreme(ImplicitLocOpBuilder &b, ReduceOp op, Value operand) {
  Type element = computeElement(op.getOperand().getType().getElementType());
  bool isMax = op.getReduction() == Reduction::max;
  auto choose = isMax ? buildMax : buildMin;
  return lowerReduction(b, op, operand, loweredElement(element),
                        isMax ? leastOf(b, element) : greatestOf(b, element),
                        [&](ImplicitLocOpBuilder &b, ValueRange x) {
                          return choose(b, x[0], x[1], element);
                        });
}

static Value lowerLogical(ImplicitLocOpBuilder &b, ReduceOp op, Value operand) {
  bool isAny = op.getReduction() == Reduction::any;
  return lowerReduction(b, op, operand, b.getI1Type(), b.getBoolAttr(!isAny),
                        [&](ImplicitLocOpBuilder &b, ValueRange x) -> Value {
                          if (isAny)
                            return arith::OrIOp::create(b, x[0], x[1]);
                          return arith::AndIOp::create(b, x[0], x[1]);
                        });
}

/// Of two pairs (value, index) the one with nan, else with the larger value; of
/// equal ones that with the smaller index. Commutative and associative.
static SmallVector<Value> combinePairs(ImplicitLocOpBuilder &b, ValueRange x,
                                       Type type) {
  Value value = x[0], index = x[1], best = x[2], bestIndex = x[3];
  Value isBetter = buildComparison(b, Comparison::gt, value, best, type);
  Value isEqual = buildComparison(b, Comparison::eq, value, best, type);
  if (isa<FloatType>(type)) {
    Value isNan = buildComparison(b, Comparison::ne, value, value, type);
    Value bestIsNan = buildComparison(b, Comparison::ne, best, best, type);
    Value isNewNan = arith::AndIOp::create(
        b, isNan, arith::XOrIOp::create(b, bestIsNan, onesLike(b, bestIsNan)));
    Value areNan = arith::AndIOp::create(b, isNan, bestIsNan);
    isBetter = arith::OrIOp::create(b, isBetter, isNewNan);
    isEqual = arith::OrIOp::create(b, isEqual, areNan);
  }
  Value isFirst =
      buildComparison(b, Comparison::lt, index, bestIndex, index.getType());
  Value takes = arith::OrIOp::create(
      b, isBetter, arith::AndIOp::create(b, isEqual, isFirst));
  return {arith::SelectOp::create(b, takes, value, best),
          arith::SelectOp::create(b, takes, index, bestIndex)};
}

/// The row-major number, among those that are reduced, of the element that the
/// loops are at.
static Value buildPosition(ImplicitLocOpBuilder &b, ReduceOp op) {
  Value position;
  for (int64_t dim : op.getDims()) {
    Value index = arith::IndexCastOp::create(b, b.getI32Type(),
                                             linalg::IndexOp::create(b, dim));
    int64_t size = op.getOperand().getType().getDimSize(dim);
    if (position)
      index = arith::AddIOp::create(
          b, arith::MulIOp::create(b, position, intLike(b, position, size)),
          index);
    position = index;
  }
  return position;
}

static Value lowerArgmax(ImplicitLocOpBuilder &b, ReduceOp op, Value operand) {
  Type i32 = b.getI32Type();
  Type element = computeElement(op.getOperand().getType().getElementType());
  Value indices = createParallelLoops(
      b, withElement(operand.getType(), i32), {}, {},
      [&](ImplicitLocOpBuilder &b, ValueRange) -> Value {
        return buildPosition(b, op);
      });
  Value best =
      createFilled(b, withElement(op.getType(), loweredElement(element)),
                   leastOf(b, element));
  Value bestIndex =
      createFilled(b, op.getType(),
                   b.getI32IntegerAttr(std::numeric_limits<int32_t>::max()));
  auto [from, to] = buildMaps(b, op);
  return createLoops(b, {operand, indices}, {best, bestIndex},
                     {from, from, to, to}, op.getDims(),
                     [&](ImplicitLocOpBuilder &b, ValueRange x) {
                       return combinePairs(b, x, element);
                     })[1];
}

SmallVector<Value> ReduceOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  Type element = getElementTypeOrSelf(operands[0]);
  Value wide = createConverted(b, operands[0], computeElement(element));
  switch (getReduction()) {
  case Reduction::sum:
    return {createConverted(b, lowerSum(b, *this, wide), element)};
  case Reduction::mean:
    return {lowerDivision(b, *this, lowerSum(b, *this, wide))};
  case Reduction::prod:
    return {createConverted(b, lowerProduct(b, *this, wide), element)};
  case Reduction::max:
  case Reduction::min:
    return {createConverted(b, lowerExtreme(b, *this, wide), element)};
  case Reduction::any:
  case Reduction::all:
    return {lowerLogical(b, *this, wide)};
  case Reduction::argmax:
    return {lowerArgmax(b, *this, wide)};
  }
  llvm_unreachable("unknown reduction");
}

} // namespace mpc
