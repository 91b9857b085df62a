//===- Shape.cpp - making and moving elements -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Folds stand in ShapeFolds.cpp.
//
//===----------------------------------------------------------------------===//

#include "../GraphBuilder.h"
#include "../Lowering.h"
#include "../Verify.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/Dialect/Utils/ReshapeOpsUtils.h"

#include <limits>

using namespace mlir;

namespace mpc {

//===----------------------------------------------------------------------===//
// constant
//===----------------------------------------------------------------------===//

SmallVector<Value> ConstantOp::lower(OpBuilder &builder, ValueRange) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  RankedTensorType type = loweredType(getType());
  auto splat = dyn_cast<SplatElementsAttr>(getValue());
  if (!splat) {
    auto elements = cast<DenseElementsAttr>(getValue());
    return {
        arith::ConstantOp::create(b, elements.bitcast(type.getElementType()))};
  }
  TypedAttr scalar;
  if (isa<FloatType>(type.getElementType()))
    scalar =
        FloatAttr::get(type.getElementType(), splat.getSplatValue<APFloat>());
  else
    scalar =
        IntegerAttr::get(type.getElementType(), splat.getSplatValue<APInt>());
  return {createParallelLoops(
      b, type, {}, {}, [&](ImplicitLocOpBuilder &b, ValueRange) -> Value {
        return arith::ConstantOp::create(b, scalar);
      })};
}

//===----------------------------------------------------------------------===//
// iota
//===----------------------------------------------------------------------===//

LogicalResult IotaOp::verify() {
  // C1
  return Check(*this).inside("dim", getDim(), getType().getRank(), "result");
}

/// Index `dim` of the loops as an integer; i32 where it fits, which is faster.
static Value buildIndex(ImplicitLocOpBuilder &b, int64_t dim, int64_t size) {
  Type type = size <= std::numeric_limits<int32_t>::max() ? b.getI32Type()
                                                          : b.getI64Type();
  return arith::IndexCastOp::create(b, type, linalg::IndexOp::create(b, dim));
}

SmallVector<Value> IotaOp::lower(OpBuilder &builder, ValueRange) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  return {createParallelLoops(
      b, loweredType(getType()), {}, {},
      [&](ImplicitLocOpBuilder &b, ValueRange) {
        Value index = buildIndex(b, getDim(), getType().getDimSize(getDim()));
        return buildConversion(b, index, index.getType(),
                               getType().getElementType());
      })};
}

//===----------------------------------------------------------------------===//
// random
//===----------------------------------------------------------------------===//

LogicalResult RandomOp::verify() {
  // C1
  Type element = getType().getElementType();
  bool wantsBits = getDistribution() == Distribution::bits;
  bool fits = wantsBits ? element.isInteger(32) || element.isInteger(64)
                        : isa<FloatType>(element);
  if (fits)
    return success();
  return Check(*this).fail(
      Twine("expects ") + (wantsBits ? "i32 or i64" : "float") +
      " elements for '" + stringifyDistribution(getDistribution()) +
      "', but got " + toText(element));
}

/// The row-major position of the element that the loops are at, as i64.
static Value buildPosition(ImplicitLocOpBuilder &b, ArrayRef<int64_t> shape) {
  Type i64 = b.getI64Type();
  Value position = arith::ConstantOp::create(b, b.getI64IntegerAttr(0));
  for (auto [dim, size] : llvm::enumerate(shape)) {
    Value index =
        arith::IndexCastOp::create(b, i64, linalg::IndexOp::create(b, dim));
    Value outer =
        arith::MulIOp::create(b, position, intLike(b, position, size));
    position = arith::AddIOp::create(b, outer, index);
  }
  return position;
}

SmallVector<Value> RandomOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  RankedTensorType type = loweredType(getType());
  SmallVector<AffineMap> maps(
      operands.size(), AffineMap::get(type.getRank(), 0, b.getContext()));
  return {createParallelLoops(
      b, type, operands, maps, [&](ImplicitLocOpBuilder &b, ValueRange x) {
        RandomKey key{x[0], x[1], x[2], int64_t(getStream())};
        return buildRandom(b, getDistribution(), key,
                           buildPosition(b, type.getShape()),
                           type.getElementType());
      })};
}

//===----------------------------------------------------------------------===//
// broadcast
//===----------------------------------------------------------------------===//

LogicalResult BroadcastOp::verify() {
  Check check(*this);
  RankedTensorType operand = getOperand().getType(), result = getType();
  // C1
  if (int64_t(getDims().size()) != operand.getRank())
    return check.fail("expects one dim per dimension of the operand, but got " +
                      Twine(getDims().size()) + " and rank " +
                      Twine(operand.getRank()));
  // C2
  if (failed(check.ascending("dims", getDims(), result.getRank(), "result")))
    return failure();
  // C3
  for (auto [dim, target] : llvm::enumerate(getDims()))
    if (operand.getDimSize(dim) != result.getDimSize(target))
      return check.fail("expects operand and result to agree in dimension " +
                            Twine(dim) + " and " + Twine(target) +
                            ", but got " + Twine(operand.getDimSize(dim)) +
                            " and " + Twine(result.getDimSize(target)),
                        getOperand(), "operand");
  // C4
  return check.sameElement("operand", getOperand(), "result", getResult());
}

SmallVector<Value> BroadcastOp::buildAdjoint(OpBuilder &builder,
                                             ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value()};
  GraphBuilder g(getLoc(), builder);
  return {g.reduce(Reduction::sum, adjoints[0],
                   remainingDims(getType().getRank(), getDims()))};
}

SmallVector<Value> BroadcastOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  SmallVector<AffineExpr> exprs;
  for (int64_t dim : getDims())
    exprs.push_back(b.getAffineDimExpr(dim));
  AffineMap map = AffineMap::get(getType().getRank(), 0, exprs, b.getContext());
  return {createParallelLoops(
      b, loweredType(getType()), operands, map,
      [](ImplicitLocOpBuilder &, ValueRange x) { return x[0]; })};
}

//===----------------------------------------------------------------------===//
// reshape
//===----------------------------------------------------------------------===//

LogicalResult ReshapeOp::verify() {
  Check check(*this);
  // C1
  std::optional<int64_t> from = getCheckedNumElements(getOperand().getType());
  std::optional<int64_t> to = getCheckedNumElements(getType());
  if (from && to && *from != *to)
    return check.fail("expects operand and result to have equally many "
                      "elements, but got " +
                          Twine(*from) + " and " + Twine(*to),
                      getOperand(), "operand");
  // C2
  return check.sameElement("operand", getOperand(), "result", getResult());
}

SmallVector<Value> ReshapeOp::buildAdjoint(OpBuilder &builder,
                                           ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value()};
  return {ReshapeOp::create(builder, getLoc(), getOperand().getType(),
                            adjoints[0])};
}

/// One group of all dimensions; no group for a scalar.
static SmallVector<ReassociationIndices> groupAll(int64_t rank) {
  if (rank == 0)
    return {};
  return {llvm::to_vector(llvm::seq<int64_t>(0, rank))};
}

SmallVector<Value> ReshapeOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  RankedTensorType from = loweredType(getOperand().getType());
  RankedTensorType to = loweredType(getType());
  if (from == to)
    return {operands[0]};
  if (from.getRank() == 0)
    return {tensor::ExpandShapeOp::create(b, to, operands[0],
                                          ArrayRef<ReassociationIndices>{})};
  if (to.getRank() == 0)
    return {tensor::CollapseShapeOp::create(b, to, operands[0],
                                            ArrayRef<ReassociationIndices>{})};
  Value flat = operands[0];
  auto flatType =
      RankedTensorType::get(from.getNumElements(), from.getElementType());
  if (from.getRank() > 1)
    flat = tensor::CollapseShapeOp::create(b, flatType, flat,
                                           groupAll(from.getRank()));
  if (to.getRank() > 1)
    flat = tensor::ExpandShapeOp::create(b, to, flat, groupAll(to.getRank()));
  return {flat};
}

//===----------------------------------------------------------------------===//
// transpose
//===----------------------------------------------------------------------===//

static FailureOr<RankedTensorType> inferTranspose(const Check &check,
                                                  TransposeOp::Adaptor op) {
  auto type = cast<RankedTensorType>(op.getOperand().getType());
  ArrayRef<int64_t> permutation = op.getPermutation();
  // C1
  if (int64_t(permutation.size()) != type.getRank())
    return check.fail("expects one entry of perm per dimension, but got " +
                      Twine(permutation.size()) + " and rank " +
                      Twine(type.getRank()));
  SmallVector<bool> seen(type.getRank(), false);
  SmallVector<int64_t> shape;
  for (int64_t dim : permutation) {
    if (failed(check.inside("perm", dim, type.getRank(), "operand")))
      return failure();
    if (seen[dim])
      return check.fail("expects perm to be a permutation, but got " +
                        Twine(dim) + " twice");
    seen[dim] = true;
    shape.push_back(type.getDimSize(dim));
  }
  return RankedTensorType::get(shape, type.getElementType());
}

LogicalResult TransposeOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  auto type = inferTranspose(Check(loc, getOperationName()), adaptor);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

LogicalResult TransposeOp::verify() {
  Check check(*this);
  auto type = inferTranspose(check, Adaptor(*this));
  return failed(type) ? failure() : check.sameType("result", getType(), *type);
}

SmallVector<Value> TransposeOp::buildAdjoint(OpBuilder &builder,
                                             ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value()};
  SmallVector<int64_t> inverse = invertPermutationVector(getPermutation());
  return {TransposeOp::create(builder, getLoc(), adjoints[0], inverse)};
}

SmallVector<Value> TransposeOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  SmallVector<unsigned> inverse(getType().getRank());
  for (auto [dim, source] : llvm::enumerate(getPermutation()))
    inverse[source] = dim;
  AffineMap map = AffineMap::getPermutationMap(inverse, b.getContext());
  return {createParallelLoops(
      b, loweredType(getType()), operands, map,
      [](ImplicitLocOpBuilder &, ValueRange x) { return x[0]; })};
}

} // namespace mpc
