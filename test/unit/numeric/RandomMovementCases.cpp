//===- RandomMovementCases.cpp - how ops that move elements are drawn -----===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Drawing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace {

void drawBroadcast(Drawing &d) {
  Drawn x = d.any(0, 3, Drawing::kMost / 3);
  Shape shape = x.shape, dims;
  int64_t more = d.between(1, 2), largest = more == 1 ? 3 : 2;
  for (int64_t i = 0; i < more; ++i)
    shape.insert(shape.begin() + d.below(shape.size() + 1), 0);
  for (size_t i = 0; i < shape.size(); ++i)
    if (shape[i])
      dims.push_back(int64_t(i));
    else
      shape[i] = d.between(1, largest);
  d.keep(d.broadcast(x, dims, shape));
}

void drawTranspose(Drawing &d) {
  Drawn x = d.any(1);
  Shape order = d.permutation(x.shape.size()), shape;
  for (int64_t dim : order)
    shape.push_back(x.shape[dim]);
  d.keep(d.unary("transpose", x, " perm " + listOf(order), shape, x.size));
}

void drawReshape(Drawing &d) { d.keep(d.reshaped(d.between(1, 4))); }

void drawSlice(Drawing &d) {
  Drawn x = d.any(1);
  Shape from, by, shape;
  for (int64_t size : x.shape) {
    from.push_back(d.below(size));
    by.push_back(d.between(1, 2));
    int64_t most = (size - 1 - from.back()) / by.back() + 1;
    shape.push_back(d.between((most + 1) / 2, most));
  }
  d.keep(d.unary("slice", x,
                 fmt::format(" from {} by {}", listOf(from), listOf(by)), shape,
                 x.size));
}

void drawRepeat(Drawing &d) {
  Drawn x = d.any(1, 4, Drawing::kMost / 3);
  Shape times(x.shape.size(), 1), shape = x.shape;
  size_t dim = d.below(x.shape.size());
  times[dim] = d.between(1, 3);
  shape[dim] *= times[dim];
  d.keep(d.unary("repeat", x, " times " + listOf(times), shape, x.size));
}

void drawPad(Drawing &d) {
  Drawn x = d.any(1, 3, Drawing::kMost / 4);
  Shape low(x.shape.size()), high = low, between = low, shape = x.shape;
  size_t dim = d.below(x.shape.size());
  low[dim] = d.below(3);
  high[dim] = d.below(3);
  between[dim] = d.below(2);
  shape[dim] += low[dim] + high[dim] + between[dim] * (shape[dim] - 1);
  d.keep(d.unary("pad", x,
                 fmt::format(" low {} high {} between {} with 0.5", listOf(low),
                             listOf(high), listOf(between)),
                 shape, x.size));
}

void drawReverse(Drawing &d) {
  Drawn x = d.any(1);
  d.keep(d.elementwise("reverse", {x}, x.size,
                       " dims " + listOf(d.someDims(x.shape.size()))));
}

void drawConcat(Drawing &d) {
  std::vector<Drawn> operands{d.any(1, 4, Drawing::kMost / 3)};
  Shape shape = operands[0].shape;
  size_t dim = d.below(shape.size());
  for (int64_t more = d.between(1, 2); more > 0; --more) {
    Shape next = shape;
    next[dim] = d.flip() ? operands[0].shape[dim] : d.between(1, 3);
    operands.push_back(d.like(next));
  }
  for (size_t i = 1; i < operands.size(); ++i)
    shape[dim] += operands[i].shape[dim];
  d.keep(
      d.functional("concat", operands, fmt::format(" dim {}", dim), shape, 1));
}

/// Some of the indices are outside.
void drawGather(Drawing &d) {
  Drawn x = d.any(1, 3, 40);
  int64_t dim = d.below(x.shape.size()), rank = d.below(3);
  Shape places;
  for (int64_t i = 0; i < rank; ++i)
    places.push_back(d.between(1, 3));
  Shape shape = x.shape;
  shape.erase(shape.begin() + dim);
  shape.insert(shape.begin() + dim, places.begin(), places.end());
  Drawn indices = d.indices(places, -1, x.shape[dim]);
  d.keep(d.functional("gather", {x, indices}, fmt::format(" dim {}", dim),
                      shape, x.size));
}

/// The largest elements' indices select.
void drawArgmax(Drawing &d) {
  Drawn x = d.any(1, 3, 60), table = d.any(1, 2, 12);
  Shape dims{d.below(x.shape.size())}, places = without(x.shape, dims);
  Drawn indices = d.emit(fmt::format("mpc.reduce argmax, {} dims {} : {} -> {}",
                                     x.name, listOf(dims), tensorType(x.shape),
                                     tensorType(places, "i32")),
                         places, 1);
  Shape shape = places;
  shape.insert(shape.end(), table.shape.begin() + 1, table.shape.end());
  d.keep(d.emit(fmt::format("mpc.gather {}, {} dim 0 : ({}, {}) -> {}",
                            table.name, indices.name, tensorType(table.shape),
                            tensorType(places, "i32"), tensorType(shape)),
                shape, table.size));
}

/// A start for each dimension of `shape`, which may be outside.
std::vector<Drawn> starts(Drawing &d, const Shape &shape) {
  std::vector<Drawn> scalars;
  for (int64_t size : shape)
    scalars.push_back(d.indices({}, -1, size));
  return scalars;
}

Shape part(Drawing &d, const Shape &whole) {
  Shape shape;
  for (int64_t size : whole)
    shape.push_back(d.between(1, size));
  return shape;
}

void drawDynamicSlice(Drawing &d) {
  Drawn x = d.any(1, 3);
  Shape shape = part(d, x.shape);
  std::vector<Drawn> operands = starts(d, x.shape);
  operands.insert(operands.begin(), x);
  d.keep(d.functional("dynamic_slice", operands, "", shape, x.size));
}

void drawDynamicUpdateSlice(Drawing &d) {
  Drawn x = d.any(1, 3), update = d.like(part(d, x.shape));
  std::vector<Drawn> operands = starts(d, x.shape);
  operands.insert(operands.begin(), {x, update});
  d.keep(d.functional("dynamic_update_slice", operands, "", x.shape, x.size));
}

void drawScatterAdd(Drawing &d) {
  Drawn x = d.any(1, 3);
  Shape shape = x.shape;
  shape[0] = d.between(1, 4);
  Drawn updates = d.like(shape),
        indices = d.indices({shape[0]}, -1, x.shape[0]);
  d.keep(
      d.emit(fmt::format("mpc.scatter_add {}, {}, {} : {}, {}, {}", x.name,
                         indices.name, updates.name, tensorType(x.shape),
                         tensorType(indices.shape, "i32"), tensorType(shape)),
             x.shape, 1.5));
}

void drawSort(Drawing &d) {
  Drawn x = d.any(1);
  d.keep(d.emitFirst(
      fmt::format("mpc.sort {} dim {}{} : {}", x.name, d.below(x.shape.size()),
                  d.oneOf({"", " descending"}), tensorType(x.shape)),
      x.shape, x.size));
}

void drawTopK(Drawing &d) {
  Drawn x = d.any(1);
  Shape shape = x.shape;
  shape.back() = d.between(1, shape.back());
  d.keep(d.emitFirst(fmt::format("mpc.top_k {} k {} : {}", x.name, shape.back(),
                                 tensorType(x.shape)),
                     shape, x.size));
}

} // namespace

void addRandomMovement(std::vector<RandomRow> &rows) {
  rows.insert(rows.end(), {{"broadcast", drawBroadcast},
                           {"transpose", drawTranspose},
                           {"reshape", drawReshape},
                           {"slice", drawSlice},
                           {"pad", drawPad},
                           {"repeat", drawRepeat},
                           {"reverse", drawReverse},
                           {"concat", drawConcat},
                           {"gather", drawGather},
                           {"gather", drawArgmax},
                           {"dynamic_slice", drawDynamicSlice},
                           {"dynamic_update_slice", drawDynamicUpdateSlice},
                           {"scatter_add", drawScatterAdd},
                           {"sort", drawSort},
                           {"top_k", drawTopK}});
}
