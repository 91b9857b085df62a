//===- RandomImageCases.cpp - how ops of windows are drawn ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Drawing.h"

#include <cmath>
#include <fmt/format.h>

namespace {

/// What a window does along the dimensions of an image.
struct Window {
  Shape size, stride, low, high, dilation;

  std::string print(bool isDilated) const {
    return fmt::format(" stride {} low {} high {}{}", listOf(stride),
                       listOf(low), listOf(high),
                       isDilated ? " dilation " + listOf(dilation) : "");
  }
};

bool drawLayout(Drawing &d) { return d.below(4) == 0; }

/// [N, C, …] of [N, …, C], or [O, C, …] of […, C, O].
Shape channelsFirst(const Shape &shape, bool isFilter) {
  Shape spatial = isFilter ? Shape(shape.begin(), shape.end() - 2)
                           : Shape(shape.begin() + 1, shape.end() - 1);
  Shape result = isFilter ? Shape{shape.back(), shape[shape.size() - 2]}
                          : Shape{shape[0], shape.back()};
  result.insert(result.end(), spatial.begin(), spatial.end());
  return result;
}

/// An image of `dims` dimensions; its channels are last in the returned shape.
std::pair<Drawn, Shape> drawImage(Drawing &d, int64_t dims, bool isFirst) {
  Drawn image = d.reshaped(dims + 2);
  Shape shape = image.shape;
  if (isFirst) {
    shape.push_back(shape[1]);
    shape.erase(shape.begin() + 1);
  }
  return {image, shape};
}

Window drawWindow(Drawing &d, const Shape &image, bool isPadded) {
  Window window;
  for (size_t dim = 1; dim + 1 < image.size(); ++dim) {
    int64_t low = isPadded ? d.below(2) : 0, high = isPadded ? d.below(2) : 0;
    int64_t size = d.between(1, std::min<int64_t>(3, image[dim] + low + high));
    bool spreads = 2 * (size - 1) + 1 <= image[dim] + low + high;
    window.size.push_back(size);
    window.stride.push_back(d.between(1, 2));
    window.low.push_back(low);
    window.high.push_back(high);
    window.dilation.push_back(spreads && d.flip() ? 2 : 1);
  }
  return window;
}

/// [size…, channels of a group, channels of the result]
Shape drawFilter(Drawing &d, const Window &window, int64_t channels,
                 int64_t &groups) {
  groups = d.flip() ? 1 : channels;
  if (channels % 2 == 0 && d.flip())
    groups = 2;
  Shape filter = window.size;
  filter.push_back(channels / groups);
  filter.push_back(groups * (groups > 2 ? 1 : d.between(1, 3)));
  return filter;
}

void drawProduct(Drawing &d, const std::string &op, const Drawn &image,
                 const Shape &filter, const Shape &result,
                 const std::string &window, int64_t groups, bool isFirst) {
  double terms = double(countElements(filter)) / double(filter.back());
  std::string attributes = window;
  if (groups > 1)
    attributes += fmt::format(" groups {}", groups);
  if (isFirst)
    attributes += " layout nchw";
  d.keep(d.functional(
      op, {image, d.like(isFirst ? channelsFirst(filter, true) : filter)},
      attributes, isFirst ? channelsFirst(result, false) : result,
      image.size * std::sqrt(terms)));
}

void drawConvolution(Drawing &d, int64_t dims) {
  bool isFirst = drawLayout(d);
  auto [image, shape] = drawImage(d, dims, isFirst);
  Window window = drawWindow(d, shape, true);
  int64_t groups;
  Shape filter = drawFilter(d, window, shape.back(), groups), result = shape;
  for (int64_t i = 0; i < dims; ++i)
    result[i + 1] = (shape[i + 1] + window.low[i] + window.high[i] -
                     window.dilation[i] * (window.size[i] - 1) - 1) /
                        window.stride[i] +
                    1;
  result.back() = filter.back();
  drawProduct(d, dims == 1 ? "conv1d" : "conv2d", image, filter, result,
              window.print(true), groups, isFirst);
}

void drawTransposed(Drawing &d) {
  bool isFirst = drawLayout(d);
  auto [image, shape] = drawImage(d, 2, isFirst);
  Window window = drawWindow(d, shape, false);
  int64_t groups;
  Shape filter = drawFilter(d, window, shape.back(), groups), result = shape;
  for (int64_t i = 0; i < 2; ++i) {
    int64_t all = (shape[i + 1] - 1) * window.stride[i] +
                  window.dilation[i] * (window.size[i] - 1) + 1;
    window.low[i] = all > 1 && d.flip();
    window.high[i] = all > 2 ? d.between(-1, 1) : 0;
    result[i + 1] = all - window.low[i] - window.high[i];
  }
  result.back() = filter.back();
  drawProduct(d, "conv_transpose2d", image, filter, result, window.print(true),
              groups, isFirst);
}

void drawPool(Drawing &d, const std::string &op) {
  bool isFirst = drawLayout(d);
  auto [image, shape] = drawImage(d, 2, isFirst);
  Window window = drawWindow(d, shape, true);
  Shape result = shape;
  for (int64_t i = 0; i < 2; ++i) {
    // No window may lie outside.
    window.low[i] = std::min(window.low[i], window.size[i] - 1);
    window.high[i] = std::min(window.high[i], window.size[i] - 1);
    window.size[i] =
        std::min(window.size[i], shape[i + 1] + window.low[i] + window.high[i]);
    result[i + 1] =
        (shape[i + 1] + window.low[i] + window.high[i] - window.size[i]) /
            window.stride[i] +
        1;
  }
  bool isInside = op == "avg_pool2d" && d.flip();
  d.keep(d.unary(op, image,
                 fmt::format(" size {}{}{}{}", listOf(window.size),
                             window.print(false), isInside ? " inside" : "",
                             isFirst ? " layout nchw" : ""),
                 isFirst ? channelsFirst(result, false) : result, 1));
}

} // namespace

void addRandomImages(std::vector<RandomRow> &rows) {
  for (int64_t dims : {1, 2})
    rows.push_back({dims == 1 ? "conv1d" : "conv2d",
                    [dims](Drawing &d) { drawConvolution(d, dims); }});
  rows.push_back({"conv_transpose2d", drawTransposed});
  for (const char *op : {"max_pool2d", "avg_pool2d"})
    rows.push_back({op, [op](Drawing &d) { drawPool(d, op); }});
}
