//===- RandomSumCases.cpp - how sums and products are drawn ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Drawing.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace {

void drawReduce(Drawing &d, const char *kind) {
  // Of many factors the product is no number.
  bool isProduct = std::string_view(kind) == "prod";
  Drawn x = d.any(1, 5, isProduct ? 24 : Drawing::kMost);
  Shape dims = d.someDims(x.shape.size());
  if (isProduct)
    dims.resize(1);
  d.keep(d.reduce(kind, x, dims));
}

/// Rows where any, or all, elements are positive are chosen.
void drawAnyAll(Drawing &d) {
  Drawn x = d.any(1, 3), zero = d.constant(x.shape, 0);
  Shape dims = d.someDims(x.shape.size()), kept = without(x.shape, dims);
  Drawn holds = d.emit(fmt::format("mpc.compare gt, {}, {} : {}", x.name,
                                   zero.name, tensorType(x.shape)),
                       x.shape, 1);
  Drawn choice =
      d.emit(fmt::format("mpc.reduce {}, {} dims {} : {} -> {}",
                         d.oneOf({"any", "all"}), holds.name, listOf(dims),
                         tensorType(x.shape, "i1"), tensorType(kept, "i1")),
             kept, 1);
  d.keep(d.elementwise("select",
                       {choice, d.reduce("sum", x, dims), d.like(kept)}, 1));
}

/// Dimensions of a right operand, in some order.
struct RightSide {
  Shape shape, batch, contract;
};

RightSide drawRightSide(Drawing &d, const Shape &batch, const Shape &contract) {
  Shape sizes = batch;
  sizes.insert(sizes.end(), contract.begin(), contract.end());
  for (int64_t free = d.below(3); free > 0; --free)
    sizes.push_back(d.oneOf<int64_t>({1, 2, 3, 5}));
  Shape order = d.permutation(sizes.size());
  RightSide side{Shape(sizes.size()), Shape(batch.size()),
                 Shape(contract.size())};
  for (int64_t place = 0; place < int64_t(order.size()); ++place) {
    size_t which = order[place];
    side.shape[place] = sizes[which];
    if (which < batch.size())
      side.batch[which] = place;
    else if (which < batch.size() + contract.size())
      side.contract[which - batch.size()] = place;
  }
  return side;
}

void drawDotGeneral(Drawing &d) {
  Drawn x = d.any(1, 3, 60);
  Shape order = d.permutation(x.shape.size()), batchDims, contractDims;
  int64_t batches = order.size() > 1 && d.flip();
  batchDims.assign(order.begin(), order.begin() + batches);
  contractDims.assign(order.begin() + batches, order.begin() + batches + 1);
  Shape batch, contract, used = batchDims;
  used.insert(used.end(), contractDims.begin(), contractDims.end());
  for (int64_t dim : batchDims)
    batch.push_back(x.shape[dim]);
  for (int64_t dim : contractDims)
    contract.push_back(x.shape[dim]);
  RightSide side = drawRightSide(d, batch, contract);
  Shape shape = batch, free = without(x.shape, used);
  shape.insert(shape.end(), free.begin(), free.end());
  // Free dimensions follow in the order of the operand.
  for (int64_t place = 0; place < int64_t(side.shape.size()); ++place)
    if (!std::count(side.batch.begin(), side.batch.end(), place) &&
        !std::count(side.contract.begin(), side.contract.end(), place))
      shape.push_back(side.shape[place]);
  std::string batched =
      batches
          ? fmt::format(" batch {} x {}", listOf(batchDims), listOf(side.batch))
          : "";
  d.keep(d.functional("dot_general", {x, d.like(side.shape)},
                      fmt::format("{} contract {} x {}", batched,
                                  listOf(contractDims), listOf(side.contract)),
                      shape, x.size * std::sqrt(double(contract[0]))));
}

void drawCumsum(Drawing &d) {
  Drawn x = d.any(1);
  size_t dim = d.below(x.shape.size());
  d.keep(
      d.elementwise("cumsum", {x}, x.size * std::sqrt(double(x.shape[dim])),
                    fmt::format(" dim {}{}{}", dim, d.oneOf({"", " exclusive"}),
                                d.oneOf({"", " reverse"}))));
}

void drawSoftmax(Drawing &d, const char *op) {
  Drawn x = d.any(1);
  size_t dim = d.below(x.shape.size());
  double size = std::string_view(op) == "softmax" ? 1.0 / x.shape[dim] : 1.5;
  d.keep(d.elementwise(op, {x}, size, fmt::format(" dim {}", dim)));
}

/// Of integer labels, some are no class and some are ignored.
void drawCrossEntropy(Drawing &d) {
  Drawn x = d.any(1);
  Shape rows(x.shape.begin(), x.shape.end() - 1);
  bool areIntegers = d.flip();
  Drawn labels = areIntegers ? d.indices(rows, -1, x.shape.back())
                             : d.inside(Domain::positive, d.like(x.shape));
  std::string attributes =
      fmt::format("{}{}", d.oneOf({"", " smoothing 0.1"}),
                  areIntegers && d.flip() ? " ignore 0" : "");
  d.keep(d.functional("cross_entropy", {x, labels}, attributes, rows, 1.5));
}

void drawShiftedSum(Drawing &d) {
  Drawn x = d.any(1, 4);
  Shape dims = d.someDims(x.shape.size()), kept = without(x.shape, dims);
  std::vector<Drawn> operands{x, d.like(kept)};
  bool isWeighted = d.flip();
  std::string weights;
  if (isWeighted) {
    operands.push_back(d.like(x.shape));
    weights = " weights " + operands[2].name;
  }
  int64_t order = d.between(1, 2);
  d.keep(d.emit(fmt::format("mpc.shifted_sum {}, {}, {}{} dims {} : {}", order,
                            x.name, operands[1].name, weights, listOf(dims),
                            signatureOf(operands, kept)),
                kept, 2));
}

} // namespace

void addRandomSums(std::vector<RandomRow> &rows) {
  for (const char *kind : {"sum", "mean", "max", "min", "prod"})
    rows.push_back({"reduce", [kind](Drawing &d) { drawReduce(d, kind); }});
  for (const char *op : {"softmax", "log_softmax"})
    rows.push_back({op, [op](Drawing &d) { drawSoftmax(d, op); }});
  rows.insert(rows.end(), {{"reduce", drawAnyAll},
                           {"dot_general", drawDotGeneral},
                           {"dot_general", drawDotGeneral},
                           {"cumsum", drawCumsum},
                           {"cross_entropy", drawCrossEntropy},
                           {"shifted_sum", drawShiftedSum}});
}
