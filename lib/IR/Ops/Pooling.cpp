//===- Pooling.cpp - what a window has at most, or on average -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Windows.h"

#include <limits>

using namespace mlir;

namespace mpc {

using Dims = SmallVector<int64_t>;

static RankedTensorType getTensor(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// Dimensions of the window in what it sees of an image.
static constexpr int64_t kWindow[] = {3, 4};

template <typename Adaptor>
static Windows getWindows(Adaptor op) {
  ArrayRef<int64_t> stride = op.getStride();
  return Windows(op.getSize(), stride.empty() ? op.getSize() : stride, {},
                 op.getLow(), op.getHigh());
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// C2.
template <typename Adaptor>
static LogicalResult checkLists(const Check &check, Adaptor op) {
  if (failed(checkList(check, "size", op.getSize(), 2, 1, false)) ||
      failed(checkList(check, "stride", op.getStride(), 2, 1)) ||
      failed(checkList(check, "low", op.getLow(), 2, 0)) ||
      failed(checkList(check, "high", op.getHigh(), 2, 0)))
    return failure();
  for (ArrayRef<int64_t> around : {op.getLow(), op.getHigh()})
    for (auto [entry, size] : llvm::zip(around, op.getSize()))
      if (entry >= size)
        return check.fail("expects entries of low and high below size, but got " +
                          Twine(entry) + " and " + Twine(size));
  return success();
}

template <typename Adaptor>
static FailureOr<RankedTensorType> inferPooling(const Check &check,
                                                Adaptor op) {
  RankedTensorType input = getTensor(op.getInput());
  // C1
  if (input.getRank() != 4)
    return check.fail("expects input of rank 4, but got " +
                          Twine(input.getRank()),
                      op.getInput(), "input");
  if (failed(checkLists(check, op)))
    return failure();
  bool isFirst = op.getLayout() == Layout::nchw;
  Dims image = isFirst ? channelsLast(input.getShape())
                       : Dims(input.getShape());
  // C3
  FailureOr<Dims> places = getWindows(op).inferPlaces(check, image);
  if (failed(places))
    return failure();
  return input.clone(isFirst ? channelsFirst(*places) : *places);
}

template <typename OpTy>
static LogicalResult inferTypes(std::optional<Location> loc,
                                typename OpTy::Adaptor adaptor,
                                SmallVectorImpl<Type> &types) {
  auto type = inferPooling(Check(loc, OpTy::getOperationName()), adaptor);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

template <typename OpTy>
static LogicalResult verifyPooling(OpTy op) {
  Check check(op);
  auto type = inferPooling(check, typename OpTy::Adaptor(op));
  return failed(type) ? failure()
                      : check.sameType("result", op.getType(), *type);
}

/// Calls `body` with images that have their channels last, and gives its image
/// back as those of `op` are.
template <typename OpTy>
static SmallVector<Value>
withChannelsLast(OpTy op, OpBuilder &builder, ValueRange images,
                 function_ref<Value(GraphBuilder &, ValueRange)> body) {
  GraphBuilder g(op.getLoc(), builder);
  if (op.getLayout() == Layout::nhwc)
    return {body(g, images)};
  SmallVector<Value> last;
  for (Value image : images)
    last.push_back(channelsLast(g, image));
  return {channelsFirst(g, body(g, last))};
}

//===----------------------------------------------------------------------===//
// max_pool2d
//===----------------------------------------------------------------------===//

static constexpr double kLeast = -std::numeric_limits<double>::infinity();

LogicalResult MaxPool2dOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  return inferTypes<MaxPool2dOp>(loc, adaptor, types);
}

LogicalResult MaxPool2dOp::verify() { return verifyPooling(*this); }

void MaxPool2dOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                              MLIRContext *context) {
  patterns.add<ChannelsLast<MaxPool2dOp>>(context);
}

SmallVector<Value> MaxPool2dOp::decompose(OpBuilder &builder) {
  return withChannelsLast(
      *this, builder, getInput(), [&](GraphBuilder &g, ValueRange x) {
        Value seen = getWindows(*this).build(g, x[0], kLeast);
        return g.reduce(Reduction::max, seen, kWindow);
      });
}

/// The number of each element of a window, in a tensor of windows.
static Value buildNumbers(GraphBuilder &g, Type type, int64_t width) {
  Value row = IotaOp::create(g, type, kWindow[0]);
  Value column = IotaOp::create(g, type, kWindow[1]);
  return g.add(g.mul(row, double(width)), column);
}

// Where each maximum is, is found again: pixels then sum up what comes back from
// the places whose maximum they are.
SmallVector<Value> MaxPool2dOp::buildAdjoint(OpBuilder &builder,
                                             ValueRange adjoints) {
  Windows windows = getWindows(*this);
  return withChannelsLast(
      *this, builder, {getInput(), adjoints[0]},
      [&](GraphBuilder &g, ValueRange x) {
        Value seen = windows.build(g, x[0], kLeast);
        Value first = g.reduce(Reduction::argmax, seen, kWindow);
        Windows back = windows.getAdjoint(getTensor(x[0]).getShape(),
                                          getTensor(x[1]).getShape());
        Value which = back.build(g, first, -1);
        Value d = back.build(g, x[1]);
        Value numbers = buildNumbers(g, which.getType(), windows.size[1]);
        Value isFirst = g.compare(Comparison::eq, which, numbers);
        return g.reduce(Reduction::sum, g.select(isFirst, d, g.zero(d)),
                        kWindow);
      });
}

//===----------------------------------------------------------------------===//
// avg_pool2d
//===----------------------------------------------------------------------===//

LogicalResult AvgPool2dOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  return inferTypes<AvgPool2dOp>(loc, adaptor, types);
}

LogicalResult AvgPool2dOp::verify() { return verifyPooling(*this); }

void AvgPool2dOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                              MLIRContext *context) {
  patterns.add<ChannelsLast<AvgPool2dOp>>(context);
}

/// `x` over the number of pixels that its window sees.
static Value average(GraphBuilder &g, AvgPool2dOp op, Value image, Value x) {
  Windows windows = getWindows(op);
  double all = double(windows.size[0]) * double(windows.size[1]);
  if (!op.getInside())
    return g.div(x, g.like(x, all));
  Type ones = getTensor(image).clone(getElementTypeOrSelf(x));
  Value seen = windows.build(g, g.splat(ones, 1.0));
  return g.div(x, g.reduce(Reduction::sum, seen, kWindow));
}

SmallVector<Value> AvgPool2dOp::decompose(OpBuilder &builder) {
  return withChannelsLast(
      *this, builder, getInput(), [&](GraphBuilder &g, ValueRange x) {
        Value seen = g.widen(getWindows(*this).build(g, x[0]));
        Value sum = g.reduce(Reduction::sum, seen, kWindow);
        return g.convert(average(g, *this, x[0], sum),
                         getType().getElementType());
      });
}

SmallVector<Value> AvgPool2dOp::buildAdjoint(OpBuilder &builder,
                                             ValueRange adjoints) {
  return withChannelsLast(
      *this, builder, {getInput(), adjoints[0]},
      [&](GraphBuilder &g, ValueRange x) {
        Windows back = getWindows(*this).getAdjoint(
            getTensor(x[0]).getShape(), getTensor(x[1]).getShape());
        Value share = average(g, *this, x[0], g.widen(x[1]));
        Value sum = g.reduce(Reduction::sum, back.build(g, share), kWindow);
        return g.convert(sum, getType().getElementType());
      });
}

} // namespace mpc
