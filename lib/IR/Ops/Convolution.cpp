//===- Convolution.cpp - products of windows and filters ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One description serves all convolutions: what differs is how their windows
// move. Their adjoints are products of windows again.
//
//===----------------------------------------------------------------------===//

#include "Windows.h"

using namespace mlir;

namespace mpc {

using Dims = SmallVector<int64_t>;

static RankedTensorType getTensor(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// `from`, from + 1, … below `to`.
static Dims range(int64_t from, int64_t to) {
  return llvm::to_vector(llvm::seq<int64_t>(from, to));
}

static Dims concat(ArrayRef<int64_t> first, ArrayRef<int64_t> second) {
  Dims all(first);
  llvm::append_range(all, second);
  return all;
}

/// [O, C, H, W] as [H, W, C, O].
static Dims filterShape(ArrayRef<int64_t> shape, Layout layout) {
  Dims result(shape);
  if (layout == Layout::nchw) {
    std::rotate(result.begin(), result.begin() + 2, result.end());
    std::swap(result[result.size() - 2], result.back());
  }
  return result;
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// How the windows of `op` move; `size` is that of its filter.
template <typename Adaptor>
static Windows getWindows(Adaptor op, ArrayRef<int64_t> size, bool transposes) {
  Windows windows(size, op.getStride(), op.getDilation(), op.getLow(),
                  op.getHigh());
  return transposes ? windows.getTransposed() : windows;
}

/// C2.
template <typename Adaptor>
static LogicalResult checkLists(const Check &check, Adaptor op, int64_t count,
                                bool transposes) {
  int64_t least = transposes ? -(int64_t(1) << 20) : 0;
  return failure(
      failed(checkList(check, "stride", op.getStride(), count, 1)) ||
      failed(checkList(check, "dilation", op.getDilation(), count, 1)) ||
      failed(checkList(check, "low", op.getLow(), count, 0)) ||
      failed(checkList(check, "high", op.getHigh(), count, least)));
}

/// C3; the filter is [H, W, C / groups, O].
template <typename Adaptor>
static LogicalResult checkGroups(const Check &check, Adaptor op,
                                 int64_t channels, ArrayRef<int64_t> filter) {
  int64_t groups = op.getGroups(), results = filter.back();
  if (groups < 1 || channels % groups || results % groups)
    return check.fail("expects groups to divide " + Twine(channels) +
                      " channels of the input and " + Twine(results) +
                      " of the result, but got " + Twine(groups));
  int64_t perGroup = filter[filter.size() - 2];
  if (perGroup * groups != channels)
    return check.fail("expects a filter for " + Twine(channels / groups) +
                          " channels of input, but got " + Twine(perGroup),
                      op.getFilter(), "filter");
  return success();
}

template <typename Adaptor>
static FailureOr<RankedTensorType>
inferConvolution(const Check &check, Adaptor op, int64_t count,
                 bool transposes) {
  RankedTensorType input = getTensor(op.getInput());
  RankedTensorType filter = getTensor(op.getFilter());
  // C1
  for (auto [name, type] : {std::pair("input", input), {"filter", filter}})
    if (type.getRank() != count + 2)
      return check.fail(Twine("expects ") + name + " of rank " +
                        Twine(count + 2) + ", but got " +
                        Twine(type.getRank()));
  if (failed(check.sameElement("input", op.getInput(), "filter",
                               op.getFilter())) ||
      failed(checkLists(check, op, count, transposes)))
    return failure();
  bool isFirst = op.getLayout() == Layout::nchw;
  Dims image = isFirst ? channelsLast(input.getShape())
                       : Dims(input.getShape());
  Dims weights = filterShape(filter.getShape(), op.getLayout());
  if (failed(checkGroups(check, op, image.back(), weights)))
    return failure();
  ArrayRef<int64_t> size = ArrayRef(weights).take_front(count);
  if (llvm::is_contained(size, 0))
    return check.fail("expects a filter with elements", op.getFilter(),
                      "filter");
  // C4
  FailureOr<Dims> places =
      getWindows(op, size, transposes).inferPlaces(check, image);
  if (failed(places))
    return failure();
  places->back() = weights.back();
  return RankedTensorType::get(isFirst ? channelsFirst(*places) : *places,
                               input.getElementType());
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

namespace {

/// A convolution with channels last. Windows are [N, …places, …window, C], with
/// groups [N, …places, …window, G, C / G].
class Convolution {
public:
  Convolution(GraphBuilder &g, Value input, Value filter, Windows moves,
              int64_t groups)
      : g(g), input(input), filter(filter), moves(std::move(moves)),
        groups(groups), image(this->moves.size.size()),
        window(this->moves.isTrivial() ? 0 : image) {
    ArrayRef<int64_t> shape = getTensor(filter).getShape();
    perGroup = shape[shape.size() - 2];
    results = shape.back();
  }

  Value buildResult() {
    if (isDepthwise())
      return sumWindow(input, moves);
    Value product = multiply(input, moves, perGroup, window);
    return product;
  }

  Value buildInputAdjoint(Value adjoint) {
    Windows back = moves.getAdjoint(getTensor(input).getShape(),
                                    getTensor(adjoint).getShape());
    if (isDepthwise())
      return sumWindow(adjoint, back);
    return multiply(adjoint, back, results / groups, window + isGrouped() + 1);
  }

  Value buildFilterAdjoint(Value adjoint) {
    Dims places = range(0, image + 1);
    Value seen = look(input, moves, perGroup);
    if (isDepthwise())
      return reshape(sumPlaces(seen, adjoint),
                     getTensor(filter).getShape());
    Value other = split(adjoint, results / groups);
    Dims seenBatch, otherBatch;
    if (isGrouped()) {
      seenBatch = {1 + image + window};
      otherBatch = {1 + image};
    }
    Value product = DotGeneralOp::create(g, seen, other, seenBatch, otherBatch,
                                         places, places);
    // [G, …window, C / G, O / G]
    if (isGrouped())
      product = TransposeOp::create(
          g, product, concat(range(1, window + 2), {0, window + 2}));
    return reshape(product, getTensor(filter).getShape());
  }

private:
  bool isGrouped() const { return groups > 1; }
  bool isDepthwise() const {
    return isGrouped() && perGroup == 1 && results == groups;
  }

  Value reshape(Value x, ArrayRef<int64_t> shape) {
    RankedTensorType type = getTensor(x);
    if (type.getShape() == shape)
      return x;
    return ReshapeOp::create(g, type.clone(shape), x);
  }

  /// The last dimension as groups of `size`, unless there is one group.
  Value split(Value x, int64_t size) {
    if (!isGrouped())
      return x;
    Dims shape(getTensor(x).getShape());
    shape.back() = groups;
    shape.push_back(size);
    return reshape(x, shape);
  }

  /// What `windows` see of an image with `size` channels per group.
  Value look(Value x, const Windows &windows, int64_t size) {
    if (!isDepthwise())
      x = split(x, size);
    return window ? windows.build(g, x) : x;
  }

  /// The product with the filter over window and channels, which are dimension
  /// `channels` of the filter.
  Value multiply(Value x, const Windows &windows, int64_t size,
                 int64_t channels) {
    if (window && !isGrouped() && windows.spreadTiles())
      return multiplyTiles(x, windows, channels);
    Value seen = look(x, windows, size);
    Dims shape(getTensor(filter).getShape().take_back(2));
    if (window)
      shape = Dims(getTensor(filter).getShape());
    int64_t last = 1 + image + window + isGrouped();
    Dims sum = concat(range(1 + image, 1 + image + window), {last});
    Dims filterSum = concat(range(0, window), {channels});
    Value weights = reshape(filter, shape);
    if (!isGrouped())
      return DotGeneralOp::create(g, seen, weights, Dims(), Dims(), sum,
                                  filterSum);
    weights = split(weights, results / groups);
    Value product =
        DotGeneralOp::create(g, seen, weights, Dims{last - 1},
                             Dims{window + 1}, sum, filterSum);
    // [G, N, …places, C / G]
    product = TransposeOp::create(
        g, product, concat(range(1, image + 2), {0, image + 2}));
    Dims merged(getTensor(product).getShape().drop_back());
    merged.back() *= getTensor(product).getShape().back();
    return reshape(product, merged);
  }

  /// The same where windows see but one place: each place gives each pixel of
  /// its tile a product, and none multiplies zeros.
  Value multiplyTiles(Value x, const Windows &windows, int64_t channels) {
    Value tiles = DotGeneralOp::create(g, x, filter, Dims(), Dims(),
                                       Dims{1 + image}, Dims{channels});
    Value pixels = InterleaveOp::create(g, tiles, range(1, 1 + image));
    return Windows::fit(
        g, pixels,
        windows.countPlaces(getTensor(x).getShape(),
                            getTensor(pixels).getShape().back()));
  }

  /// The sum over the window of an image times the filter, channel by channel.
  Value sumWindow(Value x, const Windows &windows) {
    Value seen = g.widen(look(x, windows, 1));
    Dims shape(getTensor(filter).getShape().drop_back());
    shape.back() = groups;
    if (!window)
      shape = {groups};
    Value weights = g.widen(reshape(filter, shape));
    Dims dims = range(1 + image, 2 + image + window);
    Value product = g.mul(seen, g.broadcast(weights, seen.getType(), dims));
    Value sum = g.reduce(Reduction::sum, product, ArrayRef(dims).drop_back());
    return g.convert(sum, getTensor(x).getElementType());
  }

  /// The sum over all places of windows times an image.
  Value sumPlaces(Value seen, Value x) {
    Type element = getTensor(x).getElementType();
    seen = g.widen(seen);
    Dims dims = concat(range(0, image + 1), {image + window + 1});
    Value product =
        g.mul(seen, g.broadcast(g.widen(x), seen.getType(), dims));
    Value sum = g.reduce(Reduction::sum, product, range(0, image + 1));
    return g.convert(sum, element);
  }

  GraphBuilder &g;
  Value input, filter;
  Windows moves;
  int64_t groups, perGroup = 0, results = 0;
  int64_t image, window; ///< dimensions of the image and of the window
};

} // namespace

/// [O, C, H, W] as [H, W, C, O], and back.
static Value filterLast(GraphBuilder &g, Value filter) {
  int64_t rank = getTensor(filter).getRank();
  return TransposeOp::create(g, filter, concat(range(2, rank), {1, 0}));
}

static Value filterFirst(GraphBuilder &g, Value filter) {
  int64_t rank = getTensor(filter).getRank();
  return TransposeOp::create(g, filter,
                             concat({rank - 1, rank - 2}, range(0, rank - 2)));
}

/// Calls `body` with the convolution that `op` is.
template <typename OpTy>
static SmallVector<Value>
withConvolution(OpTy op, OpBuilder &builder, bool transposes,
                function_ref<SmallVector<Value>(GraphBuilder &, Convolution)>
                    body) {
  GraphBuilder g(op.getLoc(), builder);
  Value input = op.getInput(), filter = op.getFilter();
  if (op.getLayout() == Layout::nchw) {
    input = channelsLast(g, input);
    filter = filterLast(g, filter);
  }
  int64_t count = getTensor(input).getRank() - 2;
  Windows windows = getWindows(
      op, getTensor(filter).getShape().take_front(count), transposes);
  return body(g, Convolution(g, input, filter, windows, op.getGroups()));
}

template <typename OpTy>
static SmallVector<Value> decomposeConvolution(OpTy op, OpBuilder &builder,
                                               bool transposes) {
  return withConvolution(
      op, builder, transposes,
      [&](GraphBuilder &g, Convolution convolution) -> SmallVector<Value> {
        Value result = convolution.buildResult();
        return {op.getLayout() == Layout::nchw ? channelsFirst(g, result)
                                               : result};
      });
}

template <typename OpTy>
static SmallVector<Value> buildAdjoints(OpTy op, OpBuilder &builder,
                                        Value adjoint, bool transposes) {
  return withConvolution(
      op, builder, transposes,
      [&](GraphBuilder &g, Convolution convolution) -> SmallVector<Value> {
        bool isFirst = op.getLayout() == Layout::nchw;
        Value d = isFirst ? channelsLast(g, adjoint) : adjoint;
        Value input = convolution.buildInputAdjoint(d);
        Value filter = convolution.buildFilterAdjoint(d);
        if (!isFirst)
          return {input, filter};
        return {channelsFirst(g, input), filterFirst(g, filter)};
      });
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

template <typename OpTy>
static LogicalResult inferTypes(std::optional<Location> loc,
                                typename OpTy::Adaptor adaptor, int64_t count,
                                bool transposes, SmallVectorImpl<Type> &types) {
  auto type = inferConvolution(Check(loc, OpTy::getOperationName()), adaptor,
                               count, transposes);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

template <typename OpTy>
static LogicalResult verifyConvolution(OpTy op, int64_t count,
                                       bool transposes) {
  Check check(op);
  auto type =
      inferConvolution(check, typename OpTy::Adaptor(op), count, transposes);
  return failed(type) ? failure()
                      : check.sameType("result", op.getType(), *type);
}

#define MPC_CONVOLUTION(OP, COUNT, TRANSPOSES)                                 \
  LogicalResult OP::inferReturnTypes(MLIRContext *,                            \
                                     std::optional<Location> loc,              \
                                     Adaptor adaptor,                          \
                                     SmallVectorImpl<Type> &types) {           \
    return inferTypes<OP>(loc, adaptor, COUNT, TRANSPOSES, types);             \
  }                                                                            \
  LogicalResult OP::verify() {                                                 \
    return verifyConvolution(*this, COUNT, TRANSPOSES);                        \
  }                                                                            \
  SmallVector<Value> OP::decompose(OpBuilder &builder) {                       \
    return decomposeConvolution(*this, builder, TRANSPOSES);                   \
  }                                                                            \
  SmallVector<Value> OP::buildAdjoint(OpBuilder &builder,                      \
                                      ValueRange adjoints) {                   \
    return buildAdjoints(*this, builder, adjoints[0], TRANSPOSES);             \
  }                                                                            \
  void OP::getCanonicalizationPatterns(RewritePatternSet &patterns,            \
                                       MLIRContext *context) {                 \
    patterns.add<ChannelsLast<OP>>(context, filterLast);                       \
  }

MPC_CONVOLUTION(Conv1dOp, 1, false)
MPC_CONVOLUTION(Conv2dOp, 2, false)
MPC_CONVOLUTION(ConvTranspose2dOp, 2, true)

#undef MPC_CONVOLUTION

} // namespace mpc
