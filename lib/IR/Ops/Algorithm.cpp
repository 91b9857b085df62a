//===- Algorithm.cpp - what is no loop over elements ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../Folding.h"
#include "../GraphBuilder.h"
#include "../Lowering.h"
#include "../Verify.h"

#include "mlir/IR/Matchers.h"

#include <limits>

using namespace mlir;

namespace mpc {

//===----------------------------------------------------------------------===//
// What the ops share
//===----------------------------------------------------------------------===//

/// Dimensions before and after `dim`, each as one.
static std::pair<int64_t, int64_t> countAround(RankedTensorType type,
                                               int64_t dim) {
  int64_t outer = 1, inner = 1;
  for (auto [d, size] : llvm::enumerate(type.getShape()))
    if (int64_t(d) != dim)
      (int64_t(d) < dim ? outer : inner) *= size;
  return {outer, inner};
}

/// `type` with `size` elements along `dim`.
static RankedTensorType resize(RankedTensorType type, int64_t dim,
                               int64_t size) {
  SmallVector<int64_t> shape(type.getShape());
  shape[dim] = size;
  return RankedTensorType::get(shape, type.getElementType());
}

static RankedTensorType withI32(RankedTensorType type) {
  return type.clone(IntegerType::get(type.getContext(), 32));
}

/// i32 counts the elements along `dim`.
static LogicalResult checkCountable(const Check &check, RankedTensorType type,
                                    int64_t dim) {
  if (type.getDimSize(dim) <= std::numeric_limits<int32_t>::max())
    return success();
  return check.fail("expects less than 2^31 elements along dimension " +
                    Twine(dim) + ", but got " + toText(type));
}

static SmallVector<Value> lowerTo(Algorithm algorithm, Operation *op,
                                  OpBuilder &builder, ValueRange operands,
                                  ArrayRef<int64_t> parameters) {
  SmallVector<Type> types;
  for (Type type : op->getResultTypes())
    types.push_back(loweredType(type));
  auto lowered = AlgorithmOp::create(builder, op->getLoc(), types, algorithm,
                                     operands, parameters);
  return SmallVector<Value>(lowered.getResults());
}

/// `sort` of which the first `kept` of a row are kept.
static SmallVector<Value> lowerSort(Operation *op, OpBuilder &builder,
                                    ValueRange operands, int64_t dim,
                                    int64_t kept, bool descending) {
  auto type = cast<RankedTensorType>(op->getOperand(0).getType());
  auto [outer, inner] = countAround(type, dim);
  return lowerTo(Algorithm::sort, op, builder, operands,
                 {outer, type.getDimSize(dim), inner, kept, descending});
}

/// Rows of one element are in order: values, then their places, which are 0.
static LogicalResult foldSorted(Value operand, Type indices,
                                SmallVectorImpl<OpFoldResult> &results) {
  auto type = cast<RankedTensorType>(indices);
  results.push_back(operand);
  results.push_back(
      DenseElementsAttr::get(type, IntegerAttr::get(type.getElementType(), 0)));
  return success();
}

/// What `adjoint` of sorted elements is of those they were sorted from.
static SmallVector<Value> putBack(Operation *op, OpBuilder &builder,
                                  Value adjoint, Value indices, int64_t dim) {
  Value operand = op->getOperand(0);
  if (!isDifferentiable(operand))
    return {Value()};
  return {PutAlongOp::create(builder, op->getLoc(), operand.getType(), adjoint,
                             indices, dim)};
}

//===----------------------------------------------------------------------===//
// sort
//===----------------------------------------------------------------------===//

static LogicalResult checkSort(const Check &check, SortOp::Adaptor op) {
  auto type = cast<RankedTensorType>(op.getOperand().getType());
  // C1
  if (failed(check.inside("dim", op.getDim(), type.getRank(), "operand")))
    return failure();
  // C2
  return checkCountable(check, type, op.getDim());
}

LogicalResult SortOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  if (failed(checkSort(Check(loc, getOperationName()), adaptor)))
    return failure();
  auto type = cast<RankedTensorType>(adaptor.getOperand().getType());
  types.assign({type, withI32(type)});
  return success();
}

LogicalResult SortOp::verify() {
  return checkSort(Check(*this), Adaptor(*this));
}

LogicalResult SortOp::fold(FoldAdaptor,
                           SmallVectorImpl<OpFoldResult> &results) {
  if (getOperand().getType().getDimSize(getDim()) > 1)
    return failure();
  return foldSorted(getOperand(), getPermutation().getType(), results);
}

SmallVector<Value> SortOp::buildAdjoint(OpBuilder &builder,
                                        ValueRange adjoints) {
  return putBack(*this, builder, adjoints[0], getPermutation(), getDim());
}

SmallVector<Value> SortOp::lower(OpBuilder &builder, ValueRange operands) {
  return lowerSort(*this, builder, operands, getDim(),
                   getOperand().getType().getDimSize(getDim()),
                   getDescending());
}

//===----------------------------------------------------------------------===//
// top_k
//===----------------------------------------------------------------------===//

static LogicalResult checkTopK(const Check &check, TopKOp::Adaptor op) {
  auto type = cast<RankedTensorType>(op.getOperand().getType());
  // C1
  if (type.getRank() == 0)
    return check.fail(
        "expects the operand to have a last dimension, but got " +
        toText(type));
  int64_t last = type.getRank() - 1, size = type.getDimSize(last);
  if (failed(checkCountable(check, type, last)))
    return failure();
  // C2
  int64_t k = op.getK();
  if (k >= 0 && k <= size)
    return success();
  return check.fail("expects k to be in [0, " + Twine(size) +
                    "], the size of the last dimension, but got " + Twine(k));
}

LogicalResult TopKOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  if (failed(checkTopK(Check(loc, getOperationName()), adaptor)))
    return failure();
  auto type = cast<RankedTensorType>(adaptor.getOperand().getType());
  type = resize(type, type.getRank() - 1, adaptor.getK());
  types.assign({type, withI32(type)});
  return success();
}

LogicalResult TopKOp::verify() {
  return checkTopK(Check(*this), Adaptor(*this));
}

LogicalResult TopKOp::fold(FoldAdaptor,
                           SmallVectorImpl<OpFoldResult> &results) {
  if (getValues().getType() != getOperand().getType() || getK() > 1)
    return failure();
  return foldSorted(getOperand(), getIndices().getType(), results);
}

SmallVector<Value> TopKOp::buildAdjoint(OpBuilder &builder,
                                        ValueRange adjoints) {
  return putBack(*this, builder, adjoints[0], getIndices(),
                 getOperand().getType().getRank() - 1);
}

SmallVector<Value> TopKOp::lower(OpBuilder &builder, ValueRange operands) {
  return lowerSort(*this, builder, operands,
                   getOperand().getType().getRank() - 1, getK(),
                   /*descending=*/true);
}

//===----------------------------------------------------------------------===//
// put_along
//===----------------------------------------------------------------------===//

LogicalResult PutAlongOp::verify() {
  Check check(*this);
  RankedTensorType updates = getUpdates().getType(), result = getType();
  // C1
  if (failed(check.inside("dim", getDim(), updates.getRank(), "updates")))
    return failure();
  // C2
  if (!llvm::equal(getIndices().getType().getShape(), updates.getShape()))
    return check.fail("expects indices to have the shape of updates, but got " +
                      toText(getIndices().getType()) + " and " +
                      toText(updates));
  int64_t size = updates.getDimSize(getDim());
  if (result.getRank() != updates.getRank() ||
      result.getDimSize(getDim()) < size ||
      resize(result, getDim(), size) != updates)
    return check.fail("expects result to be updates with more elements along "
                      "dimension " +
                      Twine(getDim()) + ", but got " + toText(result) +
                      " and " + toText(updates));
  return success();
}

SmallVector<Value> PutAlongOp::lower(OpBuilder &builder, ValueRange operands) {
  auto [outer, inner] = countAround(getType(), getDim());
  return lowerTo(Algorithm::put_along, *this, builder, operands,
                 {outer, getType().getDimSize(getDim()), inner,
                  getUpdates().getType().getDimSize(getDim())});
}

//===----------------------------------------------------------------------===//
// cumsum
//===----------------------------------------------------------------------===//

LogicalResult CumsumOp::verify() {
  // C1
  return Check(*this).inside("dim", getDim(), getType().getRank(), "operand");
}

OpFoldResult CumsumOp::fold(FoldAdaptor) {
  if (getType().getDimSize(getDim()) > 1)
    return {};
  if (!getExclusive())
    return getOperand();
  return Attribute(SplatElementsAttr::get(
      getType(),
      Builder(getContext()).getZeroAttr(getType().getElementType())));
}

SmallVector<Value> CumsumOp::buildAdjoint(OpBuilder &builder,
                                          ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value()};
  return {CumsumOp::create(builder, getLoc(), getType(), adjoints[0], getDim(),
                           getExclusive(), !getReverse())};
}

SmallVector<Value> CumsumOp::lower(OpBuilder &builder, ValueRange operands) {
  auto [outer, inner] = countAround(getType(), getDim());
  return lowerTo(Algorithm::cumsum, *this, builder, operands,
                 {outer, getType().getDimSize(getDim()), inner, getExclusive(),
                  getReverse()});
}

//===----------------------------------------------------------------------===//
// scatter_add
//===----------------------------------------------------------------------===//

LogicalResult ScatterAddOp::verify() {
  Check check(*this);
  RankedTensorType operand = getOperand().getType();
  RankedTensorType updates = getUpdates().getType();
  RankedTensorType indices = getIndices().getType();
  // C1
  if (operand.getRank() == 0)
    return check.fail(
        "expects the operand to have a first dimension, but got " +
            toText(operand),
        getOperand(), "operand");
  // C2
  if (indices.getRank() != 1)
    return check.fail("expects indices to have one dimension, but got " +
                          toText(indices),
                      getIndices(), "indices");
  RankedTensorType expected = resize(operand, 0, indices.getDimSize(0));
  if (updates.getShape() != expected.getShape())
    return check.fail("expects updates to have the shape of " +
                          toText(expected) + ", but got " + toText(updates),
                      getUpdates(), "updates");
  // C3
  return check.sameElement("operand", getOperand(), "updates", getUpdates());
}

OpFoldResult ScatterAddOp::fold(FoldAdaptor) {
  if (getUpdates().getType().getNumElements() == 0)
    return getOperand();
  return {};
}

/// Rows of `adjoint` that `indices` name; 0 for those that name none.
static Value takeRows(GraphBuilder &g, Value adjoint, Value indices,
                      RankedTensorType type) {
  int64_t rows = cast<RankedTensorType>(adjoint.getType()).getDimSize(0);
  if (rows == 0)
    return g.splat(type, 0.0);
  int64_t most = std::numeric_limits<int32_t>::max();
  if (getElementTypeOrSelf(indices.getType()).isInteger(64))
    most = rows;
  Value taken = GatherOp::create(g, type, adjoint, indices, /*dim=*/0);
  Value isInside =
      g.both(g.compare(Comparison::ge, indices, g.zero(indices)),
             g.compare(Comparison::le, indices,
                       g.like(indices, double(std::min(most, rows - 1)))));
  Value isTaken = g.broadcast(isInside, predicateType(type), {0});
  return g.select(isTaken, taken, g.zero(taken));
}

SmallVector<Value> ScatterAddOp::buildAdjoint(OpBuilder &builder,
                                              ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value(), Value(), Value()};
  GraphBuilder g(getLoc(), builder);
  return {adjoints[0], Value(), takeRows(g, adjoints[0], getIndices(), getUpdates().getType())};
}

SmallVector<Value> ScatterAddOp::decompose(OpBuilder &builder) {
  Location loc = getLoc();
  auto sorted = SortOp::create(builder, loc, getIndices(), /*dim=*/0,
                               /*descending=*/false);
  DenseElementsAttr start;
  bool isZero =
      matchPattern(getOperand(), m_Constant(&start)) && isSplatOf(start, 0.0);
  return {AddSortedRowsOp::create(builder, loc, getType(), sorted.getValues(),
                                  sorted.getPermutation(), getUpdates(),
                                  isZero ? Value() : getOperand())};
}

//===----------------------------------------------------------------------===//
// add_sorted_rows
//===----------------------------------------------------------------------===//

LogicalResult AddSortedRowsOp::verify() {
  Check check(*this);
  RankedTensorType updates = getUpdates().getType(), result = getType();
  // C1
  if (result.getRank() == 0 || updates.getRank() != result.getRank() ||
      resize(result, 0, updates.getDimSize(0)) != updates)
    return check.fail("expects result and updates to agree but in their first "
                      "dimension, but got " +
                      toText(result) + " and " + toText(updates));
  // C2
  return getOperand()
             ? check.sameType("operand", getOperand().getType(), result)
             : success();
}

SmallVector<Value> AddSortedRowsOp::lower(OpBuilder &builder,
                                          ValueRange operands) {
  RankedTensorType type = getType();
  return lowerTo(Algorithm::add_rows, *this, builder, operands,
                 {type.getDimSize(0), countAround(type, 0).second,
                  getUpdates().getType().getDimSize(0)});
}

} // namespace mpc
