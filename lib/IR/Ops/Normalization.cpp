//===- Normalization.cpp - mean 0 and variance 1 --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A decomposition and the adjoint of the same op are built by the same
// functions. In a formula, x is the operand, z what is normalized, d the
// adjoint of the result.
//
//===----------------------------------------------------------------------===//

#include "Normalization.h"

#include <cmath>
#include <limits>

using namespace mlir;

namespace mpc {

LogicalResult checkExamples(const Check &check, RankedTensorType type) {
  if (type.getRank() >= 2)
    return success();
  return check.fail("expects examples and channels, a rank of 2 at least, but "
                    "got " +
                    toText(type));
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

LogicalResult checkStatistic(const Check &check, StringRef name, Value value,
                             Type operand, ArrayRef<int64_t> shape) {
  if (!value)
    return success();
  Type element = computeElement(getElementTypeOrSelf(operand));
  auto expected = RankedTensorType::get(shape, element);
  if (value.getType() == expected)
    return success();
  return check.fail("expects " + name + " to be " + toText(expected) +
                        ", but got " + toText(value.getType()),
                    value, name);
}

LogicalResult checkNumber(const Check &check, StringRef name,
                          const APFloat &number, double most) {
  double value = number.convertToDouble();
  if (value >= 0 && value <= most)
    return success();
  SmallString<32> text;
  number.toString(text);
  std::string range =
      std::isinf(most) ? " >= 0" : " in [0, " + std::to_string(int(most)) + "]";
  return check.fail("expects " + name + range + ", but got " + text);
}

LogicalResult checkEpsilon(const Check &check, const APFloat &epsilon) {
  return checkNumber(check, "epsilon", epsilon,
                     std::numeric_limits<double>::infinity());
}

SmallVector<int64_t> getSizes(RankedTensorType type, ArrayRef<int64_t> dims) {
  SmallVector<int64_t> sizes;
  for (int64_t dim : dims)
    sizes.push_back(type.getDimSize(dim));
  return sizes;
}

static LogicalResult checkRowNorm(const Check &check, RankedTensorType type,
                                  ArrayRef<int64_t> dims, Value scale,
                                  Value offset, const APFloat &epsilon) {
  // C1
  if (failed(check.ascending("dims", dims, type.getRank(), "operand")))
    return failure();
  if (dims.empty())
    return check.fail("expects dims to name a dimension");
  // C2
  SmallVector<int64_t> sizes = getSizes(type, dims);
  if (failed(checkStatistic(check, "scale", scale, type, sizes)) ||
      failed(checkStatistic(check, "offset", offset, type, sizes)))
    return failure();
  // C3
  return checkEpsilon(check, epsilon);
}

LogicalResult LayerNormOp::verify() {
  return checkRowNorm(Check(*this), getType(), getDims(), getScale(),
                      getOffset(), getEpsilon());
}

LogicalResult RmsNormOp::verify() {
  return checkRowNorm(Check(*this), getType(), getDims(), getScale(), Value(),
                      getEpsilon());
}

/// The parts of a row norm's adjoint: another tensor shaped as the operand.
static LogicalResult checkRowNormPart(const Check &check, RankedTensorType type,
                                      StringRef name, Type other, Type result,
                                      Type expected) {
  // C4
  return failure(failed(check.sameType(name, other, type)) ||
                 failed(check.sameType("result", result, expected)));
}

LogicalResult NormAdjointOp::verify() {
  Check check(*this);
  RankedTensorType type = getOperand().getType();
  if (failed(checkRowNorm(check, type, getDims(), getScale(), Value(),
                          getEpsilon())))
    return failure();
  return checkRowNormPart(check, type, "adjoint", getAdjoint().getType(),
                          getType(), type);
}

LogicalResult NormProductOp::verify() {
  Check check(*this);
  RankedTensorType type = getOperand().getType();
  if (failed(
          checkRowNorm(check, type, getDims(), Value(), Value(), getEpsilon())))
    return failure();
  // C2
  auto wide = withElement(type, computeElement(type.getElementType()));
  return checkRowNormPart(check, type, "factor", getFactor().getType(),
                          getType(), wide);
}

LogicalResult GroupNormOp::verify() {
  Check check(*this);
  RankedTensorType type = getType();
  // C1
  if (failed(checkExamples(check, type)))
    return failure();
  int64_t channels = type.getShape().back(), groups = getGroups();
  if (groups < 1 || channels % groups != 0)
    return check.fail("expects groups to divide " + Twine(channels) +
                      " channels, but got " + Twine(groups));
  // C2
  if (failed(checkStatistic(check, "scale", getScale(), type, channels)) ||
      failed(checkStatistic(check, "offset", getOffset(), type, channels)))
    return failure();
  // C3
  return checkEpsilon(check, getEpsilon());
}

//===----------------------------------------------------------------------===//
// layer_norm and rms_norm
//===----------------------------------------------------------------------===//

namespace {

/// What is normalized along dimensions of x: z = (x - mean) / deviation, where
/// the mean is 0 unless it is centered.
struct Normalized {
  Normalized(GraphBuilder &g, Value x, ArrayRef<int64_t> dims, double epsilon,
             bool centered) {
    // The mean of nothing is nan, its sum 0.
    bool isEmpty = cast<ShapedType>(x.getType()).getNumElements() == 0;
    Reduction average = isEmpty ? Reduction::sum : Reduction::mean;
    Value difference = x;
    if (centered) {
      mean = g.reduce(average, x, dims);
      difference = g.sub(x, g.spread(mean, x, dims));
    }
    Value variance = g.reduce(average, g.mul(difference, difference), dims);
    inverse = g.rsqrt(g.add(variance, epsilon));
    z = g.mul(difference, g.spread(inverse, x, dims));
  }

  Value mean, inverse, z;
};

} // namespace

Value buildAffine(GraphBuilder &g, Value z, Value scale, Value offset,
                  ArrayRef<int64_t> dims) {
  if (scale)
    z = g.mul(z, g.broadcast(scale, z.getType(), dims));
  if (offset)
    z = g.add(z, g.broadcast(offset, z.getType(), dims));
  return z;
}

/// The adjoints of x, then of scale and offset where they are given.
static SmallVector<Value> buildRowAdjoint(GraphBuilder &g, Operation *op,
                                          Value d, Value scale, Value offset,
                                          ArrayRef<int64_t> dims,
                                          const APFloat &epsilon,
                                          bool centered) {
  Value x = op->getOperand(0);
  Type wide = g.widen(x).getType();
  auto others = remainingDims(cast<ShapedType>(wide).getRank(), dims);
  SmallVector<Value> results{NormAdjointOp::create(g, x.getType(), x, d, scale,
                                                   dims, epsilon, centered)};
  if (scale)
    results.push_back(g.reduce(
        Reduction::sum,
        NormProductOp::create(g, wide, x, d, dims, epsilon, centered), others));
  if (offset)
    results.push_back(g.reduce(Reduction::sum, g.widen(d), others));
  return results;
}

SmallVector<int64_t> NormAdjointOp::getReducedDims() {
  return SmallVector<int64_t>(getDims());
}

SmallVector<Value> NormAdjointOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  Value x = g.widen(getOperand()), r = g.widen(getAdjoint());
  Normalized n(g, x, getDims(), getEpsilon().convertToDouble(), getCentered());
  if (getScale())
    r = g.mul(r, g.broadcast(getScale(), r.getType(), getDims()));
  auto spread = [&](Value mean) { return g.spread(mean, x, getDims()); };
  Value along = g.reduce(Reduction::mean, g.mul(r, n.z), getDims());
  Value rest = g.mul(n.z, spread(along));
  if (getCentered())
    rest = g.add(rest, spread(g.reduce(Reduction::mean, r, getDims())));
  Value result = g.mul(g.sub(r, rest), spread(n.inverse));
  return {g.convert(result, getType().getElementType())};
}

SmallVector<int64_t> NormProductOp::getReducedDims() {
  return SmallVector<int64_t>(getDims());
}

SmallVector<Value> NormProductOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  Normalized n(g, g.widen(getOperand()), getDims(),
               getEpsilon().convertToDouble(), getCentered());
  return {g.mul(n.z, g.widen(getFactor()))};
}

SmallVector<int64_t> LayerNormOp::getReducedDims() {
  return SmallVector<int64_t>(getDims());
}

SmallVector<Value> LayerNormOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  Normalized n(g, g.widen(getOperand()), getDims(),
               getEpsilon().convertToDouble(), /*centered=*/true);
  Value result = buildAffine(g, n.z, getScale(), getOffset(), getDims());
  return {g.convert(result, getType().getElementType())};
}

SmallVector<Value> LayerNormOp::buildAdjoint(OpBuilder &builder,
                                             ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  return buildRowAdjoint(g, *this, adjoints[0], getScale(), getOffset(),
                         getDims(), getEpsilon(), /*centered=*/true);
}

SmallVector<int64_t> RmsNormOp::getReducedDims() {
  return SmallVector<int64_t>(getDims());
}

SmallVector<Value> RmsNormOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  Normalized n(g, g.widen(getOperand()), getDims(),
               getEpsilon().convertToDouble(), /*centered=*/false);
  Value result = buildAffine(g, n.z, getScale(), Value(), getDims());
  return {g.convert(result, getType().getElementType())};
}

SmallVector<Value> RmsNormOp::buildAdjoint(OpBuilder &builder,
                                           ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  return buildRowAdjoint(g, *this, adjoints[0], getScale(), Value(), getDims(),
                         getEpsilon(), /*centered=*/false);
}

//===----------------------------------------------------------------------===//
// group_norm
//===----------------------------------------------------------------------===//

namespace {

/// A tensor of examples, places and channels, some of which are a group. What
/// is reshaped is memory, so elements are widened thereafter.
class Groups {
public:
  Groups(GroupNormOp op) : type(op.getType()) {
    examples = type.getShape().front();
    for (int64_t size : type.getShape().drop_front().drop_back())
      places *= size;
    groups = op.getGroups();
    members = type.getShape().back() / groups;
  }

  Normalized normalize(GraphBuilder &g, GroupNormOp op) const {
    Value split =
        g.reshape(op.getOperand(), {examples, places, groups, members});
    return Normalized(g, g.widen(split), {1, 3},
                      op.getEpsilon().convertToDouble(), /*centered=*/true);
  }

  /// One of each group for each of its channels.
  Value join(GraphBuilder &g, Value value) const {
    auto wide = RankedTensorType::get({examples, groups, members},
                                      getElementTypeOrSelf(value));
    return g.reshape(g.broadcast(value, wide, {0, 1}),
                     {examples, groups * members});
  }

  /// The mean of what there is a sum of in each channel over all places.
  Value mean(GraphBuilder &g, Value sums) const {
    Value split = g.reshape(sums, {examples, groups, members});
    double count = double(places) * double(members);
    Value sum = g.reduce(Reduction::sum, split, 2);
    return join(g, g.mul(sum, count == 0 ? 0 : 1 / count));
  }

  /// The tensor with all places in one dimension.
  Value flatten(GraphBuilder &g, Value value) const {
    return g.reshape(value, {examples, places, groups * members});
  }

  SmallVector<int64_t> dims() const { return {0, type.getRank() - 1}; }
  int64_t getChannelDim() const { return type.getRank() - 1; }

private:
  RankedTensorType type;
  int64_t examples, places = 1, groups, members;
};

} // namespace

SmallVector<Value> GroupNormOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  Groups groups(*this);
  Normalized n = groups.normalize(g, *this);
  Value x = g.widen(getOperand());
  auto spread = [&](Value value) {
    return g.broadcast(groups.join(g, value), x.getType(), groups.dims());
  };
  Value z = g.mul(g.sub(x, spread(n.mean)), spread(n.inverse));
  Value result =
      buildAffine(g, z, getScale(), getOffset(), groups.getChannelDim());
  return {g.convert(result, getType().getElementType())};
}

// All follows from the sums of d and of d z over the places of each channel.
SmallVector<Value> GroupNormOp::buildAdjoint(OpBuilder &builder,
                                             ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  Groups groups(*this);
  Normalized n = groups.normalize(g, *this);
  Value mean = groups.join(g, n.mean), inverse = groups.join(g, n.inverse);
  Value x = groups.flatten(g, getOperand());
  Value d = groups.flatten(g, adjoints[0]);
  Value plain = g.reduce(Reduction::sum, g.widen(d), 1);
  Value along =
      g.mul(ShiftedSumOp::create(g, mean.getType(), 1, x, mean, d, 1), inverse);
  auto scaled = [&](Value sums) {
    Value all = sums;
    if (getScale())
      all = g.mul(sums, g.broadcast(getScale(), sums.getType(), 1));
    return groups.mean(g, all);
  };
  SmallVector<Value> results{ChannelNormAdjointOp::create(
      g, getType(), getOperand(), adjoints[0], mean, inverse, scaled(plain),
      scaled(along), getScale())};
  if (getScale())
    results.push_back(g.reduce(Reduction::sum, along, 0));
  if (getOffset())
    results.push_back(g.reduce(Reduction::sum, plain, 0));
  return results;
}

} // namespace mpc
