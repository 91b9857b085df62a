//===- Contraction.cpp - products -----------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../GraphBuilder.h"
#include "../Lowering.h"
#include "../Verify.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"

using namespace mlir;

namespace mpc {

using Dims = SmallVector<int64_t>;

/// Dimensions that are neither batch nor contracted.
static Dims getFree(int64_t rank, ArrayRef<int64_t> batch,
                    ArrayRef<int64_t> contract) {
  Dims used(batch);
  llvm::append_range(used, contract);
  return remainingDims(rank, used);
}

Dims DotGeneralOp::getLhsFree() {
  return getFree(getLhs().getType().getRank(), getLhsBatch(), getLhsContract());
}

Dims DotGeneralOp::getRhsFree() {
  return getFree(getRhs().getType().getRank(), getRhsBatch(), getRhsContract());
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// C2: no dimension twice, all inside the rank.
static LogicalResult checkDims(const Check &check, StringRef name,
                               ArrayRef<int64_t> batch,
                               ArrayRef<int64_t> contract, int64_t rank) {
  SmallVector<bool> seen(rank, false);
  for (int64_t dim : llvm::concat<const int64_t>(batch, contract)) {
    if (failed(check.inside(("a dimension of " + name).str(), dim, rank, name)))
      return failure();
    if (seen[dim])
      return check.fail("expects each dimension of " + name +
                        " at most once, but got " + Twine(dim) + " twice");
    seen[dim] = true;
  }
  return success();
}

/// C1 and C3: both lists are equally long and agree in size.
static LogicalResult checkPairs(const Check &check, StringRef kind, Value lhs,
                                ArrayRef<int64_t> lhsDims, Value rhs,
                                ArrayRef<int64_t> rhsDims) {
  if (lhsDims.size() != rhsDims.size())
    return check.fail("expects as many " + kind +
                      " dimensions of lhs as of rhs, but got " +
                      Twine(lhsDims.size()) + " and " + Twine(rhsDims.size()));
  for (size_t i = 0; i < lhsDims.size(); ++i) {
    int64_t x = cast<ShapedType>(lhs.getType()).getDimSize(lhsDims[i]);
    int64_t y = cast<ShapedType>(rhs.getType()).getDimSize(rhsDims[i]);
    if (x != y)
      return check.fail("expects lhs and rhs to agree in " + kind +
                            " dimension " + Twine(i) + ", but got " + Twine(x) +
                            " and " + Twine(y),
                        rhs, "rhs");
  }
  return success();
}

static LogicalResult checkDot(const Check &check, DotGeneralOp::Adaptor op) {
  auto lhs = cast<RankedTensorType>(op.getLhs().getType());
  auto rhs = cast<RankedTensorType>(op.getRhs().getType());
  return failure(
      failed(checkDims(check, "lhs", op.getLhsBatch(), op.getLhsContract(),
                       lhs.getRank())) ||
      failed(checkDims(check, "rhs", op.getRhsBatch(), op.getRhsContract(),
                       rhs.getRank())) ||
      failed(checkPairs(check, "batch", op.getLhs(), op.getLhsBatch(),
                        op.getRhs(), op.getRhsBatch())) ||
      failed(checkPairs(check, "contracting", op.getLhs(), op.getLhsContract(),
                        op.getRhs(), op.getRhsContract())) ||
      // C4
      failed(check.sameElement("lhs", op.getLhs(), "rhs", op.getRhs())));
}

static FailureOr<RankedTensorType> inferDot(const Check &check,
                                            DotGeneralOp::Adaptor op) {
  if (failed(checkDot(check, op)))
    return failure();
  auto lhs = cast<RankedTensorType>(op.getLhs().getType());
  auto rhs = cast<RankedTensorType>(op.getRhs().getType());
  Dims shape;
  for (int64_t dim : op.getLhsBatch())
    shape.push_back(lhs.getDimSize(dim));
  for (int64_t dim :
       getFree(lhs.getRank(), op.getLhsBatch(), op.getLhsContract()))
    shape.push_back(lhs.getDimSize(dim));
  for (int64_t dim :
       getFree(rhs.getRank(), op.getRhsBatch(), op.getRhsContract()))
    shape.push_back(rhs.getDimSize(dim));
  return RankedTensorType::get(shape, lhs.getElementType());
}

LogicalResult DotGeneralOp::inferReturnTypes(MLIRContext *,
                                             std::optional<Location> loc,
                                             Adaptor adaptor,
                                             SmallVectorImpl<Type> &types) {
  auto type = inferDot(Check(loc, getOperationName()), adaptor);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

bool DotGeneralOp::isCompatibleReturnTypes(TypeRange inferred,
                                           TypeRange actual) {
  Type stored = inferred[0];
  return actual[0] == stored ||
         actual[0] ==
             withElement(stored, computeElement(getElementTypeOrSelf(stored)));
}

LogicalResult DotGeneralOp::verify() {
  Check check(*this);
  auto type = inferDot(check, Adaptor(*this));
  if (failed(type))
    return failure();
  if (isCompatibleReturnTypes(TypeRange(*type),
                              getOperation()->getResultTypes()))
    return success();
  return check.sameType("result", getType(), *type);
}

//===----------------------------------------------------------------------===//
// Adjoint
//===----------------------------------------------------------------------===//

namespace {

/// One operand of a product: where its batch, free and contracted dimensions
/// are, the first and last paired with those of the other operand.
struct Side {
  Value value;
  Dims batch, free, contract;
};

/// The adjoint of `side` is the product of the result's adjoint and the other
/// operand over the other's free dimensions. Its dimensions come out in one of
/// two orders, depending on which factor is on the left; a transpose, which
/// costs memory traffic, is needed only if neither is the operand's own.
class SideAdjoint {
public:
  /// `otherFree` are the positions of the other's free dimensions in the
  /// result.
  SideAdjoint(const Side &side, const Side &other, Dims otherFree)
      : side(side), other(other), otherFree(std::move(otherFree)) {
    // Batch dimensions may be listed in any order: take the operand's.
    batchOrder = llvm::to_vector(llvm::seq<int64_t>(0, side.batch.size()));
    llvm::sort(batchOrder, [&](int64_t i, int64_t j) {
      return side.batch[i] < side.batch[j];
    });
    for (int64_t i : batchOrder)
      otherBatch.push_back(other.batch[i]);
  }

  Value build(GraphBuilder &g, Value adjoint) {
    // Dimensions of this operand in the order in which the product has them.
    Dims contracted = getContractedOrder();
    Dims adjointFirst = concat({getBatch(), side.free, contracted});
    Dims otherFirst = concat({getBatch(), contracted, side.free});
    if (isIdentityPermutation(otherFirst) &&
        !isIdentityPermutation(adjointFirst))
      return DotGeneralOp::create(g, other.value, adjoint, otherBatch,
                                  batchOrder, other.free, otherFree);
    Value product = DotGeneralOp::create(g, adjoint, other.value, batchOrder,
                                         otherBatch, otherFree, other.free);
    if (isIdentityPermutation(adjointFirst))
      return product;
    return TransposeOp::create(g, product,
                               invertPermutationVector(adjointFirst));
  }

private:
  Dims getBatch() const {
    Dims batch(side.batch);
    llvm::sort(batch);
    return batch;
  }

  /// The contracted dimensions in the order in which the other operand has its
  /// own: they are that operand's free dimensions now.
  Dims getContractedOrder() const {
    Dims order = llvm::to_vector(llvm::seq<int64_t>(0, side.contract.size()));
    llvm::sort(order, [&](int64_t i, int64_t j) {
      return other.contract[i] < other.contract[j];
    });
    for (int64_t &i : order)
      i = side.contract[i];
    return order;
  }

  static Dims concat(ArrayRef<Dims> lists) {
    Dims all;
    for (const Dims &list : lists)
      llvm::append_range(all, list);
    return all;
  }

  const Side &side, &other;
  Dims otherFree, batchOrder, otherBatch;
};

} // namespace

SmallVector<Value> DotGeneralOp::buildAdjoint(OpBuilder &builder,
                                              ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  Side lhs{getLhs(), Dims(getLhsBatch()), getLhsFree(), Dims(getLhsContract())};
  Side rhs{getRhs(), Dims(getRhsBatch()), getRhsFree(), Dims(getRhsContract())};
  int64_t lhsStart = lhs.batch.size();
  int64_t rhsStart = lhsStart + lhs.free.size();
  Dims lhsInResult = llvm::to_vector(llvm::seq<int64_t>(lhsStart, rhsStart));
  Dims rhsInResult =
      llvm::to_vector(llvm::seq<int64_t>(rhsStart, rhsStart + rhs.free.size()));
  return {SideAdjoint(lhs, rhs, rhsInResult).build(g, adjoints[0]),
          SideAdjoint(rhs, lhs, lhsInResult).build(g, adjoints[0])};
}

//===----------------------------------------------------------------------===//
// Lowering
//===----------------------------------------------------------------------===//

namespace {

/// The loops of a product: batch, lhs free, rhs free, contracted.
struct DotLoops {
  explicit DotLoops(DotGeneralOp op)
      : lhs(op.getLhs().getType().getRank()),
        rhs(op.getRhs().getType().getRank()) {
    for (auto [x, y] : llvm::zip(op.getLhsBatch(), op.getRhsBatch()))
      lhs[x] = rhs[y] = count++;
    for (int64_t dim : op.getLhsFree())
      lhs[dim] = count++;
    for (int64_t dim : op.getRhsFree())
      rhs[dim] = count++;
    for (auto [x, y] : llvm::zip(op.getLhsContract(), op.getRhsContract())) {
      contracted.push_back(count);
      lhs[x] = rhs[y] = count++;
    }
  }

  AffineMap getMap(Builder &b, ArrayRef<int64_t> loopOfDim) const {
    SmallVector<AffineExpr> exprs;
    for (int64_t loop : loopOfDim)
      exprs.push_back(b.getAffineDimExpr(loop));
    return AffineMap::get(count, 0, exprs, b.getContext());
  }

  Dims lhs, rhs, contracted;
  int64_t count = 0;
};

} // namespace

SmallVector<Value> DotGeneralOp::lower(OpBuilder &builder,
                                       ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  Type stored = getLhs().getType().getElementType();
  Type sum = computeElement(stored);
  DotLoops loops(*this);
  Value start = createFilled(b, withElement(getType(), sum),
                             cast<TypedAttr>(b.getZeroAttr(sum)));
  Dims resultLoops =
      llvm::to_vector(llvm::seq<int64_t>(0, getType().getRank()));
  Value result = createLoops(
      b, operands, start,
      {loops.getMap(b, loops.lhs), loops.getMap(b, loops.rhs),
       loops.getMap(b, resultLoops)},
      loops.contracted, [&](ImplicitLocOpBuilder &b, ValueRange x) {
        Value product =
            arith::MulFOp::create(b, buildConversion(b, x[0], stored, sum),
                                  buildConversion(b, x[1], stored, sum));
        return SmallVector<Value>{arith::AddFOp::create(b, x[2], product)};
      })[0];
  Operation *product = result.getDefiningOp();
  product->setAttr(kAlgorithmAttr, b.getStringAttr(kContraction));
  if (Attribute format = (*this)->getAttr(kMultipliesAttr))
    product->setAttr(kMultipliesAttr, format);
  return {createConverted(b, result, getType().getElementType())};
}

} // namespace mpc
