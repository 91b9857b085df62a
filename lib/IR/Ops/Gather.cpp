//===- Gather.cpp - elements read where other elements say ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../GraphBuilder.h"
#include "../Reads.h"
#include "../Verify.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"

#include <limits>

using namespace mlir;

namespace mpc {

using Dims = SmallVector<int64_t>;

static RankedTensorType getTensor(Value value) {
  return cast<RankedTensorType>(value.getType());
}

LogicalResult ElementOp::verify() {
  int64_t rank = cast<RankedTensorType>(getTensor().getType()).getRank();
  // C1
  if (int64_t(getIndices().size()) != rank)
    return Check(*this).fail("expects one index per dimension, but got " +
                             Twine(getIndices().size()) + " for " +
                             Twine(rank));
  // C2
  return Check(*this).ascending("checked", getChecked(), rank, "tensor");
}

//===----------------------------------------------------------------------===//
// gather
//===----------------------------------------------------------------------===//

static FailureOr<RankedTensorType> inferGather(const Check &check,
                                               GatherOp::Adaptor op) {
  RankedTensorType type = getTensor(op.getOperand());
  int64_t dim = op.getDim();
  // C1
  if (failed(check.inside("dim", dim, type.getRank(), "operand")))
    return failure();
  if (type.getDimSize(dim) == 0)
    return check.fail("expects something to gather in dimension " + Twine(dim) +
                          ", which is empty",
                      op.getOperand(), "operand");
  Dims shape(type.getShape().take_front(dim));
  llvm::append_range(shape, getTensor(op.getIndices()).getShape());
  llvm::append_range(shape, type.getShape().drop_front(dim + 1));
  return RankedTensorType::get(shape, type.getElementType());
}

LogicalResult GatherOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> loc,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  auto type = inferGather(Check(loc, getOperationName()), adaptor);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

LogicalResult GatherOp::verify() {
  Check check(*this);
  auto type = inferGather(check, Adaptor(*this));
  return failed(type) ? failure() : check.sameType("result", getType(), *type);
}

/// The indices as one list of row numbers that are all inside.
static Value listRows(GraphBuilder &g, Value indices, int64_t rows) {
  if (getElementTypeOrSelf(indices).isUnsignedInteger())
    indices = g.convert(indices, g.getI32Type());
  RankedTensorType type = getTensor(indices);
  Value flat = ReshapeOp::create(
      g, RankedTensorType::get(type.getNumElements(), type.getElementType()),
      indices);
  // Where there are more rows than indices can name, none is behind the last.
  double last = double(rows - 1);
  if (type.getElementType().isInteger(32))
    last = std::min<double>(last, std::numeric_limits<int32_t>::max());
  return g.max(g.min(flat, g.like(flat, last)), g.zero(flat));
}

// What the indices stand for comes first, as one dimension, and goes back to its
// place.
SmallVector<Value> GatherOp::buildAdjoint(OpBuilder &builder,
                                          ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value(), Value()};
  GraphBuilder g(getLoc(), builder);
  RankedTensorType type = getOperand().getType();
  int64_t dim = getDim(), count = getIndices().getType().getRank();
  Dims named = llvm::to_vector(llvm::seq<int64_t>(dim, dim + count));
  Dims order = named, first{dim};
  llvm::append_range(order, remainingDims(getType().getRank(), named));
  llvm::append_range(first, remainingDims(type.getRank(), {dim}));
  Dims shape = applyPermutation(type.getShape(), first);
  Value updates = TransposeOp::create(g, adjoints[0], order);
  Dims updateShape = shape;
  updateShape[0] = getIndices().getType().getNumElements();
  updates = ReshapeOp::create(g, type.clone(updateShape), updates);
  Value rows = listRows(g, getIndices(), type.getDimSize(dim));
  RankedTensorType sumType = type.clone(shape);
  Value sum = ScatterAddOp::create(g, sumType, g.splat(sumType, 0.0), rows,
                                   updates);
  return {TransposeOp::create(g, sum, invertPermutationVector(first)), Value()};
}

SmallVector<Value> GatherOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  RankedTensorType type = loweredType(getType());
  RankedTensorType source = getOperand().getType();
  int64_t dim = getDim(), count = getIndices().getType().getRank();
  AffineMap map = b.getMultiDimIdentityMap(type.getRank())
                      .getSliceMap(dim, count);
  return {createParallelLoops(
      b, type, operands[1], map, [&](ImplicitLocOpBuilder &b, ValueRange x) -> Value {
        SmallVector<Value> at = buildIndices(b, type.getRank());
        SmallVector<Value> from(ArrayRef(at).take_front(dim));
        from.push_back(clampIndex(
            b, x[0], getElementTypeOrSelf(getIndices().getType()),
            source.getDimSize(dim) - 1));
        llvm::append_range(from, ArrayRef(at).drop_front(dim + count));
        return ElementOp::create(b, operands[0], from, ArrayRef<int64_t>(),
                                 buildScalar(b, type.getElementType(), 0));
      })};
}

//===----------------------------------------------------------------------===//
// dynamic_slice, dynamic_update_slice
//===----------------------------------------------------------------------===//

/// C1 and C2: `part` is moved about inside `whole`.
static LogicalResult checkDynamic(const Check &check, StringRef name,
                                  Value whole, Value part, ValueRange starts) {
  RankedTensorType outer = getTensor(whole), inner = getTensor(part);
  if (int64_t(starts.size()) != outer.getRank())
    return check.fail("expects one start per dimension, but got " +
                      Twine(starts.size()) + " for " + Twine(outer.getRank()));
  for (Value start : starts) {
    if (start.getType() != starts[0].getType())
      return check.sameType("start", start.getType(), starts[0].getType());
    if (getTensor(start).getRank() != 0)
      return check.fail("expects scalar starts, but got " +
                            toText(start.getType()),
                        start, "start");
  }
  if (outer.getRank() != inner.getRank())
    return check.fail("expects operand and " + name +
                      " of one rank, but got " + Twine(outer.getRank()) +
                      " and " + Twine(inner.getRank()));
  for (int64_t dim = 0; dim < outer.getRank(); ++dim)
    if (inner.getDimSize(dim) > outer.getDimSize(dim))
      return check.fail("expects at most " + Twine(outer.getDimSize(dim)) +
                        " elements of the " + name + " in dimension " +
                        Twine(dim) + ", but got " +
                        Twine(inner.getDimSize(dim)));
  return check.sameElement("operand", whole, name, part);
}

/// Where a part of type `part` begins, in the body of loops over elements of
/// which the last are the starts.
static SmallVector<Value> buildStarts(ImplicitLocOpBuilder &b, ValueRange x,
                                      ValueRange starts, RankedTensorType whole,
                                      RankedTensorType part) {
  SmallVector<Value> result;
  for (auto [dim, start] : llvm::enumerate(starts))
    result.push_back(clampIndex(b, x[dim], getElementTypeOrSelf(start),
                                whole.getDimSize(dim) - part.getDimSize(dim)));
  return result;
}

LogicalResult DynamicSliceOp::verify() {
  return checkDynamic(Check(*this), "result", getOperand(), getResult(),
                      getStarts());
}

SmallVector<Value> DynamicSliceOp::buildAdjoint(OpBuilder &builder,
                                                ValueRange adjoints) {
  SmallVector<Value> result(getNumOperands());
  if (!isDifferentiable(getResult()))
    return result;
  GraphBuilder g(getLoc(), builder);
  result[0] = DynamicUpdateSliceOp::create(g, getOperand().getType(),
                                           g.zero(getOperand()), adjoints[0],
                                           getStarts());
  return result;
}

SmallVector<Value> DynamicSliceOp::lower(OpBuilder &builder,
                                         ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  RankedTensorType type = loweredType(getType());
  SmallVector<AffineMap> maps(
      getStarts().size(), AffineMap::get(type.getRank(), 0, b.getContext()));
  return {createParallelLoops(
      b, type, operands.drop_front(), maps,
      [&](ImplicitLocOpBuilder &b, ValueRange x) -> Value {
        SmallVector<Value> at = buildIndices(b, type.getRank());
        SmallVector<Value> starts =
            buildStarts(b, x, getStarts(), getOperand().getType(), getType());
        for (auto [index, start] : llvm::zip_equal(at, starts))
          index = arith::AddIOp::create(b, index, start);
        return ElementOp::create(b, operands[0], at, ArrayRef<int64_t>(),
                                 buildScalar(b, type.getElementType(), 0));
      })};
}

LogicalResult DynamicUpdateSliceOp::verify() {
  return checkDynamic(Check(*this), "update", getOperand(), getUpdate(),
                      getStarts());
}

SmallVector<Value> DynamicUpdateSliceOp::buildAdjoint(OpBuilder &builder,
                                                      ValueRange adjoints) {
  SmallVector<Value> result(getNumOperands());
  if (!isDifferentiable(getResult()))
    return result;
  GraphBuilder g(getLoc(), builder);
  result[0] = DynamicUpdateSliceOp::create(
      g, getType(), adjoints[0], g.zero(getUpdate()), getStarts());
  result[1] = DynamicSliceOp::create(g, getUpdate().getType(), adjoints[0],
                                     getStarts());
  return result;
}

SmallVector<Value> DynamicUpdateSliceOp::lower(OpBuilder &builder,
                                               ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  RankedTensorType type = loweredType(getType());
  SmallVector<Value> inputs{operands[0]};
  llvm::append_range(inputs, operands.drop_front(2));
  SmallVector<AffineMap> maps{b.getMultiDimIdentityMap(type.getRank())};
  maps.append(getStarts().size(),
              AffineMap::get(type.getRank(), 0, b.getContext()));
  return {createParallelLoops(
      b, type, inputs, maps, [&](ImplicitLocOpBuilder &b, ValueRange x) -> Value {
        SmallVector<Value> at = buildIndices(b, type.getRank());
        SmallVector<Value> starts =
            buildStarts(b, x.drop_front(), getStarts(), getType(),
                        getUpdate().getType());
        for (auto [index, start] : llvm::zip_equal(at, starts))
          index = arith::SubIOp::create(b, index, start);
        return ElementOp::create(
            b, operands[1], at,
            llvm::to_vector(llvm::seq<int64_t>(0, type.getRank())), x[0]);
      })};
}

} // namespace mpc
