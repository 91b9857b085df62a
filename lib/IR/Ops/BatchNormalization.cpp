//===- BatchNormalization.cpp - statistics of channels --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In a formula, x is the operand, z what is normalized, d the adjoint of the
// result.
//
//===----------------------------------------------------------------------===//

#include "Normalization.h"

using namespace mlir;

namespace mpc {

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

LogicalResult ShiftedSumOp::verify() {
  Check check(*this);
  RankedTensorType type = getOperand().getType();
  // C1
  if (failed(check.ascending("dims", getDims(), type.getRank(), "operand")))
    return failure();
  if (getDims().empty())
    return check.fail("expects dims to name a dimension");
  // C2
  auto kept = getSizes(type, remainingDims(type.getRank(), getDims()));
  if (failed(checkStatistic(check, "shift", getShift(), type, kept)))
    return failure();
  // C3
  if (getWeights() &&
      failed(check.sameType("weights", getWeights().getType(), type)))
    return failure();
  // C4
  if (getOrder() == 1 || getOrder() == 2)
    return success();
  return check.fail("expects order to be 1 or 2, but got " +
                    Twine(int64_t(getOrder())));
}

/// C1 and C2 of the ops on channels.
static LogicalResult
checkChannels(const Check &check, RankedTensorType type,
              ArrayRef<std::pair<StringRef, Value>> statistics) {
  if (failed(checkExamples(check, type)))
    return failure();
  for (auto [name, value] : statistics)
    if (failed(
            checkStatistic(check, name, value, type, type.getShape().back())))
      return failure();
  return success();
}

LogicalResult BatchNormOp::verify() {
  Check check(*this);
  if (failed(checkChannels(check, getOperand().getType(),
                           {{"scale", getScale()},
                            {"offset", getOffset()},
                            {"mean", getMean()},
                            {"variance", getVariance()}})))
    return failure();
  // C3
  return failure(failed(checkEpsilon(check, getEpsilon())) ||
                 failed(checkNumber(check, "momentum", getMomentum(), 1)));
}

LogicalResult BatchNormInferenceOp::verify() {
  Check check(*this);
  if (failed(checkChannels(check, getType(),
                           {{"scale", getScale()},
                            {"offset", getOffset()},
                            {"mean", getMean()},
                            {"variance", getVariance()}})))
    return failure();
  // C3
  return checkEpsilon(check, getEpsilon());
}

LogicalResult BatchNormApplyOp::verify() {
  return checkChannels(Check(*this), getType(),
                       {{"scale", getScale()},
                        {"offset", getOffset()},
                        {"mean", getMean()},
                        {"inverse", getInverse()}});
}

LogicalResult ChannelNormAdjointOp::verify() {
  Check check(*this);
  RankedTensorType type = getType();
  // C1
  if (failed(checkExamples(check, type)))
    return failure();
  // C2
  int64_t channels = type.getShape().back();
  for (Value value : getOperands().drop_front(2)) {
    auto own = cast<RankedTensorType>(value.getType());
    SmallVector<int64_t> shape{channels};
    if (own.getRank() == 2)
      shape.insert(shape.begin(), type.getShape().front());
    if (failed(checkStatistic(check, "a statistic", value, type, shape)))
      return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// shifted_sum
//===----------------------------------------------------------------------===//

SmallVector<int64_t> ShiftedSumOp::getReducedDims() {
  return SmallVector<int64_t>(getDims());
}

/// w (x - shift)^order
static Value buildShiftedPower(GraphBuilder &g, ShiftedSumOp op,
                               int64_t order) {
  Value x = g.widen(op.getOperand());
  Value power;
  if (op.getWeights())
    power = g.widen(op.getWeights());
  Value shifted = g.sub(x, g.spread(op.getShift(), x, op.getDims()));
  for (; order > 0; --order)
    power = power ? g.mul(power, shifted) : shifted;
  return power ? power : g.like(x, 1.0);
}

SmallVector<Value> ShiftedSumOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  return {g.reduce(Reduction::sum, buildShiftedPower(g, *this, getOrder()),
                   getDims())};
}

// Of x: d order w (x - shift)^(order - 1); of the shift its sum's opposite.
SmallVector<Value> ShiftedSumOp::buildAdjoint(OpBuilder &builder,
                                              ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  Type element = getElementTypeOrSelf(getOperand());
  Value slope =
      g.mul(buildShiftedPower(g, *this, getOrder() - 1), double(getOrder()));
  Value d = g.spread(adjoints[0], slope, getDims());
  Value sum = g.reduce(Reduction::sum, slope, getDims());
  SmallVector<Value> results{g.convert(g.mul(d, slope), element),
                             g.neg(g.mul(adjoints[0], sum))};
  if (!getWeights())
    return results;
  Value x = g.widen(getOperand());
  Value shifted = g.sub(x, g.spread(getShift(), x, getDims()));
  Value power = getOrder() == 2 ? g.mul(shifted, shifted) : shifted;
  results.push_back(g.convert(g.mul(d, power), element));
  return results;
}

//===----------------------------------------------------------------------===//
// batch_norm
//===----------------------------------------------------------------------===//

namespace {

/// Values of each channel beside values of all elements.
class Channels {
public:
  explicit Channels(Value operand)
      : type(cast<RankedTensorType>(operand.getType())),
        dims(llvm::to_vector(llvm::seq<int64_t>(0, type.getRank() - 1))) {
    for (int64_t dim : dims)
      count *= double(type.getDimSize(dim));
  }

  Value spread(GraphBuilder &g, Value value, Value like) const {
    return g.spread(value, like, dims);
  }

  /// Sum of w (x - shift)^order.
  Value sum(GraphBuilder &g, int64_t order, Value x, Value shift,
            Value weights = {}) const {
    return ShiftedSumOp::create(g, shift.getType(), order, x, shift, weights,
                                dims);
  }

  /// (x - mean) inverse
  Value normalize(GraphBuilder &g, Value x, Value mean, Value inverse) const {
    Value wide = g.widen(x);
    Value centered = g.sub(wide, spread(g, mean, wide));
    return g.mul(centered, spread(g, inverse, wide));
  }

  /// The same times scale plus offset, in the format of x.
  Value apply(GraphBuilder &g, Value x, Value scale, Value offset, Value mean,
              Value inverse) const {
    Value z = normalize(g, x, mean, inverse);
    Value result = buildAffine(g, z, scale, offset, type.getRank() - 1);
    return g.convert(result, type.getElementType());
  }

  /// The factor that makes a mean of a sum. That of nothing is 0.
  double getShare() const { return count == 0 ? 0 : 1 / count; }

  RankedTensorType type;
  SmallVector<int64_t> dims; ///< all but that of channels
  double count = 1;          ///< elements of a channel
};

/// Mean and variance of each channel, and what follows from the variance.
struct BatchStatistics {
  BatchStatistics(GraphBuilder &g, BatchNormOp op, const Channels &channels) {
    Value x = op.getOperand(), shift = op.getMean();
    double share = channels.getShare();
    Value first = g.mul(channels.sum(g, 1, x, shift), share);
    Value second = g.mul(channels.sum(g, 2, x, shift), share);
    mean = g.add(shift, first);
    // What rounding makes negative is zero.
    Value difference = g.sub(second, g.mul(first, first));
    variance = g.max(difference, g.zero(difference));
    inverse = g.rsqrt(g.add(variance, op.getEpsilon().convertToDouble()));
  }

  Value mean, variance, inverse;
};

/// The sums of d and of d z, which are the adjoints of offset and scale.
struct ChannelSums {
  ChannelSums(GraphBuilder &g, const Channels &channels, Value x, Value mean,
              Value inverse, Value d)
      : plain(g.reduce(Reduction::sum, g.widen(d), channels.dims)),
        along(g.mul(channels.sum(g, 1, x, mean, d), inverse)) {}

  Value plain, along;
};

} // namespace

/// (1 - momentum) running + momentum batch
static Value buildRunning(GraphBuilder &g, Value running, Value batch,
                          double momentum) {
  return g.add(g.mul(running, 1 - momentum), g.mul(batch, momentum));
}

SmallVector<Value> BatchNormOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  Channels channels(getOperand());
  BatchStatistics batch(g, *this, channels);
  double momentum = getMomentum().convertToDouble();
  double unbiased = channels.count / std::max(channels.count - 1, 1.0);
  Value result = BatchNormApplyOp::create(g, getOperand().getType(),
                                          getOperand(), getScale(), getOffset(),
                                          batch.mean, batch.inverse);
  return {result, buildRunning(g, getMean(), batch.mean, momentum),
          buildRunning(g, getVariance(), g.mul(batch.variance, unbiased),
                       momentum)};
}

/// The adjoints of x, scale and offset, where mean and inverse are those of x.
static SmallVector<Value> buildBatchAdjoint(GraphBuilder &g, Value x,
                                            Value scale, Value mean,
                                            Value inverse, Value d) {
  Channels channels(x);
  ChannelSums sums(g, channels, x, mean, inverse, d);
  Value share = g.mul(scale, channels.getShare());
  Value input = ChannelNormAdjointOp::create(g, x.getType(), x, d, mean,
                                             inverse, g.mul(sums.plain, share),
                                             g.mul(sums.along, share), scale);
  return {input, sums.along, sums.plain};
}

SmallVector<Value> BatchNormOp::buildAdjoint(OpBuilder &builder,
                                             ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  BatchStatistics batch(g, *this, Channels(getOperand()));
  SmallVector<Value> results = buildBatchAdjoint(
      g, getOperand(), getScale(), batch.mean, batch.inverse, adjoints[0]);
  results.resize(getNumOperands());
  return results;
}

SmallVector<Value> BatchNormApplyOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  return {Channels(getOperand())
              .apply(g, getOperand(), getScale(), getOffset(), getMean(),
                     getInverse())};
}

SmallVector<Value> BatchNormApplyOp::buildAdjoint(OpBuilder &builder,
                                                  ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  SmallVector<Value> results = buildBatchAdjoint(
      g, getOperand(), getScale(), getMean(), getInverse(), adjoints[0]);
  results.resize(getNumOperands());
  return results;
}

/// 1 / sqrt(variance + epsilon)
static Value buildInverse(GraphBuilder &g, BatchNormInferenceOp op) {
  return g.rsqrt(g.add(op.getVariance(), op.getEpsilon().convertToDouble()));
}

SmallVector<Value> BatchNormInferenceOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  return {Channels(getOperand())
              .apply(g, getOperand(), getScale(), getOffset(), getMean(),
                     buildInverse(g, *this))};
}

// Of the mean -scale sum(d) / deviation, of the variance
// -scale sum(d z) / (2 deviation^2).
SmallVector<Value> BatchNormInferenceOp::buildAdjoint(OpBuilder &builder,
                                                      ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  Channels channels(getOperand());
  Value inverse = buildInverse(g, *this), d = g.widen(adjoints[0]);
  ChannelSums sums(g, channels, getOperand(), getMean(), inverse, adjoints[0]);
  Value slope = g.mul(getScale(), inverse);
  Value input = g.mul(d, channels.spread(g, slope, d));
  Value half = g.mul(g.mul(slope, inverse), -0.5);
  return {g.convert(input, getType().getElementType()), sums.along, sums.plain,
          g.neg(g.mul(slope, sums.plain)), g.mul(half, sums.along)};
}

SmallVector<Value> ChannelNormAdjointOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  Value x = g.widen(getOperand()), r = g.widen(getAdjoint());
  auto spread = [&](Value value) {
    SmallVector<int64_t> dims{getType().getRank() - 1};
    if (cast<ShapedType>(value.getType()).getRank() == 2)
      dims.insert(dims.begin(), 0);
    return g.broadcast(value, x.getType(), dims);
  };
  if (getScale())
    r = g.mul(r, spread(getScale()));
  Value z = g.mul(g.sub(x, spread(getMean())), spread(getInverse()));
  Value rest = g.add(spread(getPlain()), g.mul(z, spread(getAlong())));
  Value result = g.mul(g.sub(r, rest), spread(getInverse()));
  return {g.convert(result, getType().getElementType())};
}

} // namespace mpc
