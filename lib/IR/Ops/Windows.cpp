//===- Windows.cpp - how a window moves over an image ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Windows.h"

#include "../Reads.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace mpc {

using Dims = SmallVector<int64_t>;

static RankedTensorType getTensor(Value value) {
  return cast<RankedTensorType>(value.getType());
}

static Dims fill(ArrayRef<int64_t> list, size_t count, int64_t value) {
  return list.empty() ? Dims(count, value) : Dims(list);
}

Windows::Windows(ArrayRef<int64_t> size, ArrayRef<int64_t> stride,
                 ArrayRef<int64_t> dilation, ArrayRef<int64_t> low,
                 ArrayRef<int64_t> high)
    : size(size), stride(fill(stride, size.size(), 1)),
      dilation(fill(dilation, size.size(), 1)), spread(size.size(), 1),
      low(fill(low, size.size(), 0)), high(fill(high, size.size(), 0)) {}

static bool all(ArrayRef<int64_t> list, int64_t value) {
  return llvm::all_of(list, [&](int64_t entry) { return entry == value; });
}

bool Windows::isTrivial() const {
  return all(size, 1) && all(stride, 1) && all(spread, 1) && all(low, 0) &&
         all(high, 0);
}

bool Windows::areTiles() const {
  return size == stride && all(dilation, 1) && all(spread, 1) && all(low, 0) &&
         !reversed;
}

bool Windows::spreadTiles() const {
  return reversed && all(stride, 1) && all(dilation, 1) && size == spread &&
         llvm::all_of(llvm::zip(size, low), [](auto window) {
           return std::get<1>(window) == std::get<0>(window) - 1;
         });
}

// Where i = stride o + dilation k - low and pixel p = i / spread, the places of
// pixel p are o = (spread p - dilation k + low) / stride. Counted from the other
// end, -k is k' - (size - 1).
Windows Windows::getAdjoint(ArrayRef<int64_t> input,
                            ArrayRef<int64_t> result) const {
  Windows adjoint = *this;
  std::swap(adjoint.stride, adjoint.spread);
  adjoint.reversed = !reversed;
  for (size_t i = 0; i < size.size(); ++i) {
    adjoint.low[i] = getSpan(i) - 1 - low[i];
    // As much behind as gives each pixel a place.
    int64_t extent =
        result[i + 1] ? (result[i + 1] - 1) * adjoint.spread[i] + 1 : 0;
    adjoint.high[i] = (input[i + 1] - 1) * adjoint.stride[i] + getSpan(i) -
                      extent - adjoint.low[i];
  }
  return adjoint;
}

Windows Windows::getTransposed() const {
  Windows transposed = *this;
  std::swap(transposed.stride, transposed.spread);
  transposed.reversed = !reversed;
  for (size_t i = 0; i < size.size(); ++i) {
    transposed.low[i] = getSpan(i) - 1 - low[i];
    transposed.high[i] = getSpan(i) - 1 - high[i];
  }
  return transposed;
}

Value Windows::build(GraphBuilder &g, Value image, double value) const {
  Dims dims = llvm::to_vector(llvm::seq<int64_t>(1, size.size() + 1));
  return WindowOp::create(g, image, dims, size, stride, dilation, spread, low,
                          high, reversed, llvm::APFloat(value));
}

Value Windows::fit(GraphBuilder &g, Value x, ArrayRef<int64_t> shape) {
  Dims covered(shape), none(shape.size(), 0), rest(shape.size(), 0);
  for (size_t dim = 0; dim < shape.size(); ++dim) {
    covered[dim] = std::min(getTensor(x).getDimSize(dim), shape[dim]);
    rest[dim] = shape[dim] - covered[dim];
  }
  // A canonicalizer removes what is not needed of these.
  Value inside = SliceOp::create(g, getTensor(x).clone(covered), x, none,
                                 ArrayRef<int64_t>());
  return PadOp::create(g, inside, none, rest, ArrayRef<int64_t>(),
                       llvm::APFloat(0.0));
}

/// `size` elements with what is between and around them.
static int64_t getRoom(int64_t size, int64_t spread, int64_t low,
                       int64_t high) {
  int64_t extent = size ? (size - 1) * spread + 1 : 0;
  return extent + low + high;
}

int64_t Windows::getRoom(ArrayRef<int64_t> image, int64_t i) const {
  return mpc::getRoom(image[i + 1], spread[i], low[i], high[i]);
}

Dims Windows::countPlaces(ArrayRef<int64_t> image, int64_t channels) const {
  Dims shape(image);
  for (size_t i = 0; i < size.size(); ++i)
    shape[i + 1] = (getRoom(image, i) - getSpan(i)) / stride[i] + 1;
  shape.back() = channels;
  return shape;
}

FailureOr<Dims> Windows::inferPlaces(const Check &check,
                                     ArrayRef<int64_t> image) const {
  for (size_t i = 0; i < size.size(); ++i)
    if (int64_t room = getRoom(image, i); room < getSpan(i))
      return check.fail("expects a window of " + Twine(getSpan(i)) +
                        " to fit into dimension " + Twine(i) +
                        " of the image, which has " + Twine(room) +
                        " elements with what is around them");
  return countPlaces(image, image.back());
}

Dims Windows::getDims() const {
  int64_t count = size.size();
  return llvm::to_vector(llvm::seq<int64_t>(1 + count, 1 + 2 * count));
}

LogicalResult checkList(const Check &check, StringRef name,
                        ArrayRef<int64_t> list, int64_t count, int64_t least,
                        bool mayBeEmpty) {
  if (list.empty() && mayBeEmpty)
    return success();
  if (int64_t(list.size()) != count)
    return check.fail("expects " + Twine(count) + " entries of " + name +
                      ", but got " + Twine(list.size()));
  // Times any size that a tensor may have it does not overflow.
  constexpr int64_t kMost = int64_t(1) << 20;
  for (int64_t entry : list)
    if (entry < least || entry > kMost)
      return check.fail("expects entries of " + name + " of at least " +
                        Twine(least) + " and at most 2^20, but got " +
                        Twine(entry));
  return success();
}

Value channelsLast(GraphBuilder &g, Value x) {
  int64_t rank = cast<ShapedType>(x.getType()).getRank();
  Dims order{0};
  llvm::append_range(order, llvm::seq<int64_t>(2, rank));
  order.push_back(1);
  return TransposeOp::create(g, x, order);
}

Value channelsFirst(GraphBuilder &g, Value x) {
  int64_t rank = cast<ShapedType>(x.getType()).getRank();
  Dims order{0, rank - 1};
  llvm::append_range(order, llvm::seq<int64_t>(1, rank - 1));
  return TransposeOp::create(g, x, order);
}

Dims channelsLast(ArrayRef<int64_t> shape) {
  Dims result(shape);
  std::rotate(result.begin() + 1, result.begin() + 2, result.end());
  return result;
}

Dims channelsFirst(ArrayRef<int64_t> shape) {
  Dims result(shape);
  std::rotate(result.begin() + 1, result.end() - 1, result.end());
  return result;
}

//===----------------------------------------------------------------------===//
// window
//===----------------------------------------------------------------------===//

/// C1 and C2.
static LogicalResult checkWindow(const Check &check, WindowOp::Adaptor op) {
  ArrayRef<int64_t> dims = op.getDims();
  int64_t count = dims.size(), rank = getTensor(op.getOperand()).getRank();
  if (failed(check.ascending("dims", dims, rank, "operand")))
    return failure();
  if (dims.empty() || dims.back() - dims.front() + 1 != count)
    return check.fail("expects dims that follow each other");
  constexpr int64_t kAny = -(int64_t(1) << 20);
  std::tuple<StringRef, ArrayRef<int64_t>, int64_t> lists[] = {
      {"size", op.getSize(), 1},         {"stride", op.getStride(), 1},
      {"dilation", op.getDilation(), 1}, {"spread", op.getSpread(), 1},
      {"low", op.getLow(), kAny},        {"high", op.getHigh(), kAny}};
  for (auto [name, list, least] : lists)
    if (failed(checkList(check, name, list, count, least, false)))
      return failure();
  return success();
}

static FailureOr<RankedTensorType> inferWindow(const Check &check,
                                               WindowOp::Adaptor op) {
  if (failed(checkWindow(check, op)))
    return failure();
  RankedTensorType type = getTensor(op.getOperand());
  Dims shape(type.getShape());
  for (auto [i, dim] : llvm::enumerate(op.getDims())) {
    int64_t room = getRoom(shape[dim], op.getSpread()[i], op.getLow()[i],
                           op.getHigh()[i]);
    int64_t span = (op.getSize()[i] - 1) * op.getDilation()[i] + 1;
    // C3
    if (room < span)
      return check.fail("expects a window of " + Twine(span) +
                            " elements to fit into the " + Twine(room) +
                            " of dimension " + Twine(dim) +
                            " with what is around them",
                        op.getOperand(), "operand");
    shape[dim] = (room - span) / op.getStride()[i] + 1;
  }
  shape.insert(shape.begin() + op.getDims().back() + 1, op.getSize().begin(),
               op.getSize().end());
  return RankedTensorType::get(shape, type.getElementType());
}

LogicalResult WindowOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> loc,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  auto type = inferWindow(Check(loc, getOperationName()), adaptor);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

LogicalResult WindowOp::verify() {
  Check check(*this);
  auto type = inferWindow(check, Adaptor(*this));
  return failed(type) ? failure() : check.sameType("result", getType(), *type);
}

bool WindowOp::isApart() {
  return llvm::all_of(llvm::zip(getSize(), getStride(), getDilation()),
                      [](auto window) {
                        auto [size, stride, dilation] = window;
                        return stride > (size - 1) * dilation;
                      });
}

/// Dimensions in which a window may see what is outside.
static Dims findOutside(WindowOp op) {
  Dims checked;
  for (auto [i, dim] : llvm::enumerate(op.getDims())) {
    int64_t last = (op.getType().getDimSize(dim) - 1) * op.getStride()[i] +
                   (op.getSize()[i] - 1) * op.getDilation()[i] - op.getLow()[i];
    int64_t size = op.getOperand().getType().getDimSize(dim);
    if (op.getLow()[i] > 0 || op.getSpread()[i] > 1 || last >= size)
      checked.push_back(dim);
  }
  return checked;
}

SmallVector<Value> WindowOp::lower(OpBuilder &builder, ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  int64_t count = getDims().size(), first = getDims().front();
  auto place = [&](ImplicitLocOpBuilder &b, ValueRange at) {
    SmallVector<Value> from(at.take_front(first + count));
    llvm::append_range(from, at.drop_front(first + 2 * count));
    for (int64_t i = 0; i < count; ++i) {
      int64_t dilation = getDilation()[i], offset = -getLow()[i];
      if (getReversed()) {
        offset += (getSize()[i] - 1) * dilation;
        dilation = -dilation;
      }
      Value index = arith::AddIOp::create(
          b, scaleIndex(b, at[first + i], getStride()[i]),
          scaleIndex(b, at[first + count + i], dilation));
      from[first + i] =
          divideIndex(b, addIndex(b, index, offset), getSpread()[i]);
    }
    return from;
  };
  return {createReads(b, loweredType(getType()), operands[0], place,
                      findOutside(*this), getValue().convertToDouble())};
}

//===----------------------------------------------------------------------===//
// interleave
//===----------------------------------------------------------------------===//

static FailureOr<RankedTensorType> inferInterleave(const Check &check,
                                                   InterleaveOp::Adaptor op) {
  RankedTensorType type = getTensor(op.getOperand());
  ArrayRef<int64_t> dims = op.getDims();
  int64_t count = dims.size(), rank = type.getRank();
  // C1
  if (failed(check.ascending("dims", dims, rank, "operand")))
    return failure();
  if (dims.empty() || dims.back() - dims.front() + 1 != count ||
      dims.back() + count >= rank)
    return check.fail("expects dims that follow each other, and as many "
                      "dimensions after them");
  Dims shape(type.getShape());
  for (int64_t dim : dims)
    if (llvm::MulOverflow(shape[dim], shape[dim + count], shape[dim]))
      return check.fail("expects dimension " + Twine(dim) +
                        " of the result to have less than 2^63 elements");
  auto inner = shape.begin() + dims.front() + count;
  shape.erase(inner, inner + count);
  return type.clone(shape);
}

LogicalResult InterleaveOp::inferReturnTypes(MLIRContext *,
                                             std::optional<Location> loc,
                                             Adaptor adaptor,
                                             SmallVectorImpl<Type> &types) {
  auto type = inferInterleave(Check(loc, getOperationName()), adaptor);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

LogicalResult InterleaveOp::verify() {
  Check check(*this);
  auto type = inferInterleave(check, Adaptor(*this));
  return failed(type) ? failure() : check.sameType("result", getType(), *type);
}

SmallVector<Value> InterleaveOp::lower(OpBuilder &builder,
                                       ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  int64_t first = getDims().front(), count = getDims().size();
  auto place = [&](ImplicitLocOpBuilder &b, ValueRange at) {
    SmallVector<Value> from(at.take_front(first)), inner;
    for (int64_t dim : getDims()) {
      int64_t size = getOperand().getType().getDimSize(dim + count);
      from.push_back(floorIndex(b, at[dim], size));
      inner.push_back(arith::RemSIOp::create(
          b, at[dim], arith::ConstantIndexOp::create(b, size)));
    }
    llvm::append_range(from, inner);
    llvm::append_range(from, at.drop_front(first + count));
    return from;
  };
  return {createReads(b, loweredType(getType()), operands[0], place)};
}

} // namespace mpc
