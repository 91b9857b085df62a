//===- Windows.cpp - how a window moves over an image ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Windows.h"

using namespace mlir;

namespace mpc {

using Dims = SmallVector<int64_t>;

static Dims fill(ArrayRef<int64_t> list, size_t count, int64_t value) {
  return list.empty() ? Dims(count, value) : Dims(list);
}

Windows::Windows(ArrayRef<int64_t> size, ArrayRef<int64_t> stride,
                 ArrayRef<int64_t> dilation, ArrayRef<int64_t> low,
                 ArrayRef<int64_t> high)
    : size(size), stride(fill(stride, size.size(), 1)),
      dilation(fill(dilation, size.size(), 1)), spread(size.size(), 1),
      low(fill(low, size.size(), 0)), high(fill(high, size.size(), 0)) {}

bool Windows::isTrivial() const {
  auto all = [](ArrayRef<int64_t> list, int64_t value) {
    return llvm::all_of(list, [&](int64_t entry) { return entry == value; });
  };
  return all(size, 1) && all(stride, 1) && all(spread, 1) && all(low, 0) &&
         all(high, 0);
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

FailureOr<Dims> Windows::inferPlaces(const Check &check,
                                     ArrayRef<int64_t> image) const {
  Dims shape(image);
  for (size_t i = 0; i < size.size(); ++i) {
    int64_t &places = shape[i + 1];
    int64_t extent = places ? (places - 1) * spread[i] + 1 : 0;
    int64_t room = extent + low[i] + high[i];
    if (room < getSpan(i))
      return check.fail("expects a window of " + Twine(getSpan(i)) +
                        " to fit into dimension " + Twine(i) +
                        " of the image, which has " + Twine(room) +
                        " elements with what is around them");
    places = (room - getSpan(i)) / stride[i] + 1;
  }
  return shape;
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
  // Far from any size that a tensor may have, so that no sum overflows.
  constexpr int64_t kMost = int64_t(1) << 31;
  for (int64_t entry : list)
    if (entry < least || entry > kMost)
      return check.fail("expects entries of " + name + " of at least " +
                        Twine(least) + " and at most 2^31, but got " +
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

} // namespace mpc
