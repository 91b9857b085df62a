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

/// What each pixel of `image` finds in `x`, which has one element per window,
/// at the window that sees it; the windows are tiles. 0 where none does.
static Value giveBack(GraphBuilder &g, const Windows &windows, Value x,
                      Value image) {
  Value all = RepeatOp::create(
      g, x, ArrayRef<int64_t>{1, windows.size[0], windows.size[1], 1});
  return Windows::fit(g, all, getTensor(image).getShape());
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

namespace {

/// max_pool(relu(x)) is relu(max_pool(x)), which computes relu of fewer
/// elements, and whose adjoint needs no element of x.
struct MaxFirst : OpRewritePattern<MaxPool2dOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(MaxPool2dOp op,
                                PatternRewriter &rewriter) const override {
    Operation *inner = op.getInput().getDefiningOp();
    if (!inner || !inner->hasTrait<CommutesWithMax>() ||
        !inner->getResult(0).hasOneUse())
      return failure();
    auto pool = cast<MaxPool2dOp>(rewriter.clone(*op));
    pool.getInputMutable().set(inner->getOperand(0));
    Operation *outer = rewriter.clone(*inner);
    outer->setOperand(0, pool);
    outer->getResult(0).setType(op.getType());
    rewriter.replaceOp(op, outer);
    return success();
  }
};

} // namespace

void MaxPool2dOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                              MLIRContext *context) {
  patterns.add<ChannelsLast<MaxPool2dOp>>(context);
  patterns.add<MaxFirst>(context);
}

SmallVector<Value> MaxPool2dOp::decompose(OpBuilder &builder) {
  return withChannelsLast(
      *this, builder, getInput(), [&](GraphBuilder &g, ValueRange x) {
        Value seen = getWindows(*this).build(g, x[0], kLeast);
        return g.reduce(Reduction::max, seen, kWindow);
      });
}

/// The number, row by row, of the element at place (`row`, `column`) of a
/// window `width` wide.
static Value buildNumbers(GraphBuilder &g, Value row, Value column,
                          int64_t width) {
  return g.add(g.mul(row, double(width)), column);
}

/// The number of each window's first maximum, in a byte where that is enough.
static Value findFirstMaxima(GraphBuilder &g, const Windows &windows, Value x) {
  Value seen = windows.build(g, x, kLeast);
  Value first = g.reduce(Reduction::argmax, seen, kWindow);
  constexpr int64_t kMost = 255; // which is none
  bool fits = windows.size[0] <= kMost && windows.size[1] <= kMost &&
              windows.size[0] * windows.size[1] <= kMost;
  return fits ? g.convert(first, g.getIntegerType(8, /*isSigned=*/false))
              : first;
}

/// Pixels get the adjoint of their window if they are its first maximum.
static Value buildTileAdjoint(GraphBuilder &g, const Windows &windows, Value x,
                              Value first, Value adjoint) {
  Value which = g.convert(giveBack(g, windows, first, x), g.getI32Type());
  auto place = [&](int64_t dim) -> Value {
    Value all = IotaOp::create(g, which.getType(), dim);
    return RemOp::create(g, all, g.like(all, double(windows.size[dim - 1])));
  };
  Value numbers = buildNumbers(g, place(1), place(2), windows.size[1]);
  Value d = giveBack(g, windows, adjoint, x);
  return g.select(g.compare(Comparison::eq, which, numbers), d, g.zero(d));
}

/// Pixels sum up what comes back from the windows whose first maximum they are.
static Value buildOverlapAdjoint(GraphBuilder &g, const Windows &windows,
                                 Value x, Value first, Value adjoint) {
  Windows back = windows.getAdjoint(getTensor(x).getShape(),
                                    getTensor(adjoint).getShape());
  // No number of a window is as large as what is outside.
  bool isByte = getElementTypeOrSelf(first).isInteger(8);
  Value which =
      g.convert(back.build(g, first, isByte ? 255 : -1), g.getI32Type());
  Value numbers = buildNumbers(
      g, IotaOp::create(g, which.getType(), kWindow[0]),
      IotaOp::create(g, which.getType(), kWindow[1]), windows.size[1]);
  Value d = back.build(g, adjoint);
  Value isFirst = g.compare(Comparison::eq, which, numbers);
  return g.reduce(Reduction::sum, g.select(isFirst, d, g.zero(d)), kWindow);
}

SmallVector<Value> MaxPool2dOp::buildAdjoint(OpBuilder &builder,
                                             ValueRange adjoints) {
  Windows windows = getWindows(*this);
  return withChannelsLast(*this, builder, {getInput(), adjoints[0]},
                          [&](GraphBuilder &g, ValueRange x) {
                            Value first = findFirstMaxima(g, windows, x[0]);
                            auto build = windows.areTiles()
                                             ? buildTileAdjoint
                                             : buildOverlapAdjoint;
                            return build(g, windows, x[0], first, x[1]);
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
        Windows windows = getWindows(*this);
        Value share = average(g, *this, x[0], g.widen(x[1]));
        if (windows.areTiles())
          return g.convert(giveBack(g, windows, share, x[0]),
                           getType().getElementType());
        Windows back = windows.getAdjoint(getTensor(x[0]).getShape(),
                                          getTensor(x[1]).getShape());
        Value sum = g.reduce(Reduction::sum, back.build(g, share), kWindow);
        return g.convert(sum, getType().getElementType());
      });
}

} // namespace mpc
