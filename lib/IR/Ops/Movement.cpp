//===- Movement.cpp - elements read at other places -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../GraphBuilder.h"
#include "../Reads.h"
#include "../Verify.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace mpc {

using Dims = SmallVector<int64_t>;

static RankedTensorType getTensor(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// Fails unless `list` has one entry per dimension, all of at least `least`.
static LogicalResult checkEntries(const Check &check, StringRef name,
                                  ArrayRef<int64_t> list, int64_t count,
                                  int64_t least) {
  if (int64_t(list.size()) != count)
    return check.fail("expects one entry of " + name +
                      " per dimension, but got " + Twine(list.size()) +
                      " for " + Twine(count));
  for (int64_t entry : list)
    if (entry < least)
      return check.fail("expects entries of " + name + " of at least " +
                        Twine(least) + ", but got " + Twine(entry));
  return success();
}

//===----------------------------------------------------------------------===//
// slice
//===----------------------------------------------------------------------===//

LogicalResult SliceOp::verify() {
  Check check(*this);
  RankedTensorType from = getOperand().getType(), to = getType();
  // C1
  if (failed(checkEntries(check, "from", getFrom(), from.getRank(), 0)) ||
      (!getBy().empty() &&
       failed(checkEntries(check, "by", getBy(), from.getRank(), 1))))
    return failure();
  // C2
  if (from.getRank() != to.getRank())
    return check.fail("expects a result of rank " + Twine(from.getRank()) +
                      ", but got " + Twine(to.getRank()));
  for (int64_t dim = 0; dim < from.getRank(); ++dim) {
    int64_t size = to.getDimSize(dim), first = getFrom()[dim];
    // In steps, so that no product overflows.
    if (size > 0 && (first >= from.getDimSize(dim) ||
                     size - 1 > (from.getDimSize(dim) - 1 - first) /
                                    getStep(dim)))
      return check.fail("expects " + Twine(size) + " elements from " +
                            Twine(first) + " on inside dimension " +
                            Twine(dim) + ", which has " +
                            Twine(from.getDimSize(dim)),
                        getOperand(), "operand");
  }
  // C3
  return check.sameElement("operand", getOperand(), "result", getResult());
}

SmallVector<Value> SliceOp::buildAdjoint(OpBuilder &builder,
                                         ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value()};
  RankedTensorType from = getOperand().getType(), to = getType();
  if (to.getNumElements() == 0)
    return {GraphBuilder(getLoc(), builder).zero(getOperand())};
  Dims high, between;
  for (int64_t dim = 0; dim < from.getRank(); ++dim) {
    int64_t last = getFrom()[dim] + (to.getDimSize(dim) - 1) * getStep(dim);
    high.push_back(from.getDimSize(dim) - 1 - last);
    between.push_back(getStep(dim) - 1);
  }
  if (getBy().empty())
    between.clear();
  return {PadOp::create(builder, getLoc(), from, adjoints[0], getFrom(), high,
                        between, llvm::APFloat(0.0))};
}

SmallVector<Value> SliceOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  return {createReads(b, loweredType(getType()), operands[0],
                      [&](ImplicitLocOpBuilder &b, ValueRange at) {
                        SmallVector<Value> from;
                        for (auto [dim, index] : llvm::enumerate(at))
                          from.push_back(addIndex(
                              b, scaleIndex(b, index, getStep(dim)),
                              getFrom()[dim]));
                        return from;
                      })};
}

//===----------------------------------------------------------------------===//
// pad
//===----------------------------------------------------------------------===//

static FailureOr<RankedTensorType> inferPad(const Check &check,
                                            PadOp::Adaptor op) {
  RankedTensorType type = getTensor(op.getOperand());
  ArrayRef<int64_t> between = op.getBetween();
  // C1
  if (failed(checkEntries(check, "low", op.getLow(), type.getRank(), 0)) ||
      failed(checkEntries(check, "high", op.getHigh(), type.getRank(), 0)) ||
      (!between.empty() &&
       failed(checkEntries(check, "between", between, type.getRank(), 0))))
    return failure();
  Dims shape;
  for (int64_t dim = 0; dim < type.getRank(); ++dim) {
    int64_t size = type.getDimSize(dim), low = op.getLow()[dim],
            high = op.getHigh()[dim], gap = between.empty() ? 0 : between[dim];
    int64_t gaps = std::max<int64_t>(size - 1, 0), inner = 0, result = 0;
    if (llvm::MulOverflow(gaps, gap, inner) ||
        llvm::AddOverflow(inner, size, inner) ||
        llvm::AddOverflow(low, high, result) ||
        llvm::AddOverflow(result, inner, result))
      return check.fail("expects dimension " + Twine(dim) +
                        " of the result to have less than 2^63 elements");
    shape.push_back(result);
  }
  return RankedTensorType::get(shape, type.getElementType());
}

LogicalResult PadOp::inferReturnTypes(MLIRContext *,
                                      std::optional<Location> loc,
                                      Adaptor adaptor,
                                      SmallVectorImpl<Type> &types) {
  auto type = inferPad(Check(loc, getOperationName()), adaptor);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

LogicalResult PadOp::verify() {
  Check check(*this);
  auto type = inferPad(check, Adaptor(*this));
  return failed(type) ? failure() : check.sameType("result", getType(), *type);
}

SmallVector<Value> PadOp::buildAdjoint(OpBuilder &builder,
                                       ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value()};
  Dims by;
  for (int64_t gap : getBetween())
    by.push_back(gap + 1);
  return {SliceOp::create(builder, getLoc(), getOperand().getType(),
                          adjoints[0], getLow(), by)};
}

SmallVector<Value> PadOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  Dims checked;
  for (int64_t dim = 0; dim < getType().getRank(); ++dim)
    if (getType().getDimSize(dim) != getOperand().getType().getDimSize(dim))
      checked.push_back(dim);
  return {createReads(
      b, loweredType(getType()), operands[0],
      [&](ImplicitLocOpBuilder &b, ValueRange at) {
        SmallVector<Value> from;
        for (auto [dim, index] : llvm::enumerate(at))
          from.push_back(divideIndex(b, addIndex(b, index, -getLow()[dim]),
                                     getStep(dim)));
        return from;
      },
      checked, getValue().convertToDouble())};
}

//===----------------------------------------------------------------------===//
// reverse
//===----------------------------------------------------------------------===//

LogicalResult ReverseOp::verify() {
  // C1
  return Check(*this).ascending("dims", getDims(), getType().getRank(),
                                "operand");
}

SmallVector<Value> ReverseOp::buildAdjoint(OpBuilder &builder,
                                           ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value()};
  return {ReverseOp::create(builder, getLoc(), adjoints[0], getDims())};
}

SmallVector<Value> ReverseOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  return {createReads(
      b, loweredType(getType()), operands[0],
      [&](ImplicitLocOpBuilder &b, ValueRange at) {
        SmallVector<Value> from(at);
        for (int64_t dim : getDims())
          from[dim] = addIndex(b, scaleIndex(b, at[dim], -1),
                               getType().getDimSize(dim) - 1);
        return from;
      })};
}

//===----------------------------------------------------------------------===//
// concat
//===----------------------------------------------------------------------===//

/// C2 for one of the operands after the first.
static LogicalResult checkAlike(const Check &check, Value first, Value other,
                                int64_t dim) {
  RankedTensorType x = getTensor(first), y = getTensor(other);
  if (failed(check.sameElement("the first operand", first, "another", other)))
    return failure();
  if (x.getRank() != y.getRank())
    return check.fail("expects operands of one rank, but got " +
                          Twine(x.getRank()) + " and " + Twine(y.getRank()),
                      other, "operand");
  for (int64_t d = 0; d < x.getRank(); ++d)
    if (d != dim && x.getDimSize(d) != y.getDimSize(d))
      return check.fail("expects operands to agree in dimension " + Twine(d) +
                            ", but got " + Twine(x.getDimSize(d)) + " and " +
                            Twine(y.getDimSize(d)),
                        other, "operand");
  return success();
}

static FailureOr<RankedTensorType> inferConcat(const Check &check,
                                               ConcatOp::Adaptor op) {
  // C1
  if (op.getInputs().empty())
    return check.fail("expects at least one operand");
  RankedTensorType type = getTensor(op.getInputs()[0]);
  int64_t dim = op.getDim();
  if (failed(check.inside("dim", dim, type.getRank(), "operands")))
    return failure();
  Dims shape(type.getShape());
  for (Value other : op.getInputs().drop_front()) {
    if (failed(checkAlike(check, op.getInputs()[0], other, dim)))
      return failure();
    shape[dim] += getTensor(other).getDimSize(dim);
  }
  return RankedTensorType::get(shape, type.getElementType());
}

LogicalResult ConcatOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> loc,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  auto type = inferConcat(Check(loc, getOperationName()), adaptor);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

LogicalResult ConcatOp::verify() {
  Check check(*this);
  auto type = inferConcat(check, Adaptor(*this));
  return failed(type) ? failure() : check.sameType("result", getType(), *type);
}

SmallVector<Value> ConcatOp::buildAdjoint(OpBuilder &builder,
                                          ValueRange adjoints) {
  SmallVector<Value> result(getInputs().size());
  if (!isDifferentiable(getResult()))
    return result;
  Dims from(getType().getRank(), 0);
  for (auto [slot, input] : llvm::zip_equal(result, getInputs())) {
    slot = SliceOp::create(builder, getLoc(), input.getType(), adjoints[0],
                           from, Dims());
    from[getDim()] += getTensor(input).getDimSize(getDim());
  }
  return result;
}

/// Each operand where the loops are inside of it, else what the one before it
/// gives.
SmallVector<Value> ConcatOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  RankedTensorType type = loweredType(getType());
  int64_t dim = getDim();
  return {createParallelLoops(
      b, type, {}, {}, [&](ImplicitLocOpBuilder &b, ValueRange) {
        SmallVector<Value> at = buildIndices(b, type.getRank());
        Value value = buildScalar(b, type.getElementType(), 0);
        Value index = at[dim];
        int64_t start = 0;
        for (Value operand : operands) {
          at[dim] = addIndex(b, index, -start);
          value = ElementOp::create(b, operand, at, ArrayRef(dim), value);
          start += getTensor(operand).getDimSize(dim);
        }
        return value;
      })};
}

//===----------------------------------------------------------------------===//
// repeat
//===----------------------------------------------------------------------===//

static FailureOr<RankedTensorType> inferRepeat(const Check &check,
                                               RepeatOp::Adaptor op) {
  RankedTensorType type = getTensor(op.getOperand());
  // C1
  if (failed(checkEntries(check, "times", op.getTimes(), type.getRank(), 1)))
    return failure();
  Dims shape(type.getShape());
  for (auto [dim, times] : llvm::enumerate(op.getTimes()))
    if (llvm::MulOverflow(shape[dim], times, shape[dim]))
      return check.fail("expects dimension " + Twine(dim) +
                        " of the result to have less than 2^63 elements");
  return RankedTensorType::get(shape, type.getElementType());
}

LogicalResult RepeatOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> loc,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  auto type = inferRepeat(Check(loc, getOperationName()), adaptor);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

LogicalResult RepeatOp::verify() {
  Check check(*this);
  auto type = inferRepeat(check, Adaptor(*this));
  return failed(type) ? failure() : check.sameType("result", getType(), *type);
}

/// Elements that were one stand in a dimension of their own, and are added up.
SmallVector<Value> RepeatOp::buildAdjoint(OpBuilder &builder,
                                          ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value()};
  GraphBuilder g(getLoc(), builder);
  Dims shape, added;
  for (auto [size, times] :
       llvm::zip(getOperand().getType().getShape(), getTimes())) {
    shape.push_back(size);
    if (times == 1)
      continue;
    added.push_back(shape.size());
    shape.push_back(times);
  }
  if (added.empty())
    return {adjoints[0]};
  Value apart = g.widen(g.reshape(adjoints[0], shape));
  return {g.convert(g.reduce(Reduction::sum, apart, added),
                    getType().getElementType())};
}

SmallVector<Value> RepeatOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  return {createReads(b, loweredType(getType()), operands[0],
                      [&](ImplicitLocOpBuilder &b, ValueRange at) {
                        SmallVector<Value> from(at);
                        for (auto [dim, times] : llvm::enumerate(getTimes()))
                          from[dim] = floorIndex(b, at[dim], times);
                        return from;
                      })};
}

} // namespace mpc
