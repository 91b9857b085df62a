//===- Elements.cpp - elements at computed places, as C++ -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Indices of windows and slices are printed in 32 bits wherever the kernel
// counts so, and are those of lane 0 wherever lanes lie side by side.
//
//===----------------------------------------------------------------------===//

#include "PointPrinter.h"

#include "mlir/IR/Matchers.h"

#include <numeric>

using namespace mlir;

namespace mpc::cuda {

/// From lane to lane of the current chunk; none if lanes have to be computed one
/// by one.
std::optional<int64_t> PointPrinter::getLaneStep(const IndexForm &form) const {
  if (vectorDim < 0 || chunk.isSingle())
    return 0;
  LoopStride stride = dims.getStride(form, vectorDim);
  bool isInRun = stride.run == dims[vectorDim].size ||
                 stride.run % chunk.alignment == 0;
  return stride.step && isInRun ? stride.step : std::nullopt;
}

/// Elements between lanes, but for indices that are computed lane by lane.
int64_t PointPrinter::getKnownStride(RankedTensorType type,
                                     const Axes &axes) const {
  int64_t result = dims.getStride(type, axes, vectorDim);
  forComputed(type, axes, [&](int number, int64_t stride) {
    result += computed[number].step.value_or(0) * stride;
  });
  return result;
}

/// Elements between lanes; none if an index is computed lane by lane.
std::optional<int64_t> PointPrinter::getLaneStride(RankedTensorType type,
                                                   const Axes &axes) const {
  if (vectorDim < 0)
    return 0;
  for (int axis : axes)
    if (isComputed(axis) && !computed[axis - kFirstComputed].step)
      return std::nullopt;
  return getKnownStride(type, axes);
}

/// What the first index of a chunk is a multiple of.
int64_t PointPrinter::getMultiple(const IndexForm &form) const {
  if (!form.isAffine)
    return 1;
  int along = vectorDim < 0 || dims[vectorDim].axes.empty()
                  ? -1
                  : dims[vectorDim].axes.back();
  int64_t result = form.constant;
  for (auto [axis, step] : form.steps)
    result = std::gcd(result, axis == along ? step * chunk.alignment : step);
  return result;
}

/// The index in lane 0 as an Index.
Scalar PointPrinter::printAffine(const IndexForm &form) {
  Scalar sum;
  for (auto [axis, step] : form.steps) {
    Scalar number = getNumber(axis, /*isFirst=*/true);
    if (number.text == "0")
      continue;
    sum.depth = std::max(sum.depth, number.depth);
    std::string term = number.text;
    if (step != 1)
      term = "(" + term + ") * " + std::to_string(step);
    sum.text += (sum.text.empty() ? "" : " + ") + term;
  }
  if (form.constant || sum.text.empty())
    sum.text += (sum.text.empty() ? "" : " + ") + std::to_string(form.constant);
  return sum;
}

ComputedIndex PointPrinter::computeIndex(Value index, linalg::GenericOp op,
                                         const Axes &loops,
                                         BodyValues &values) {
  ComputedIndex result;
  result.form = findIndexForm(index, op, loops, [&](int axis) {
    return isComputed(axis) ? computed[axis - kFirstComputed].form
                            : IndexForm::ofAxis(axis);
  });
  result.multiple = getMultiple(result.form);
  result.step = getLaneStep(result.form);
  if (result.step && result.form.isAffine) {
    result.first = printAffine(result.form);
  } else if (result.step) {
    // What operands give is the same in all lanes, or there would be no step.
    BodyValues first;
    for (BlockArgument argument : op.getBody()->getArguments())
      if (auto it = values.find(argument); it != values.end())
        first.insert(*it);
    readsFirstLane = true;
    result.first = evaluateInside(index, op, loops, first);
    readsFirstLane = false;
    result.first.text = "Index(" + result.first.text + ")";
  } else {
    result.first = evaluateInside(index, op, loops, values);
    result.first.text = "Index(" + result.first.text + ")";
  }
  StringRef text = result.first.text;
  if (text.contains(' ') || text.contains('('))
    result.first.text = declareAt(result.first.depth, "Index", text, "i");
  return result;
}

/// Axes of loops that are split become indices that are computed.
Axes PointPrinter::resolve(const Axes &axes) {
  Axes result = axes;
  for (int &axis : result) {
    if (isComputed(axis) || !dims.isSplit(axis))
      continue;
    ComputedIndex index;
    index.form = IndexForm::ofAxis(axis);
    index.multiple = getMultiple(index.form);
    index.step = getLaneStep(index.form);
    index.first = getNumber(axis, /*isFirst=*/index.step.has_value());
    axis = kFirstComputed + int(computed.size());
    computed.push_back(std::move(index));
  }
  return result;
}

/// Whether all indices are inside; empty if they always are.
Scalar PointPrinter::getInside(const Axes &axes) const {
  Scalar inside;
  for (int axis : axes) {
    if (!isComputed(axis))
      continue;
    const Scalar &part = computed[axis - kFirstComputed].inside;
    if (part.text.empty())
      continue;
    inside.text += (inside.text.empty() ? "" : " && ") + part.text;
    inside.depth = std::max(inside.depth, part.depth);
  }
  if (StringRef(inside.text).contains(' '))
    inside.text = "(" + inside.text + ")";
  return inside;
}

Scalar PointPrinter::evaluateElement(ElementOp element, linalg::GenericOp op,
                                     const Axes &loops,
                                     BodyValues &values) {
  Axes axes;
  // Where nobody reads this op's elements, its indices may be outside, too.
  Scalar outer = getInside(loops);
  for (auto [dim, index] : llvm::enumerate(element.getIndices())) {
    ComputedIndex place = computeIndex(index, op, loops, values);
    int64_t size = getTensorType(element.getTensor()).getDimSize(dim);
    if (llvm::is_contained(element.getChecked(), int64_t(dim))) {
      bool hasLanes = place.step.value_or(0) != 0 && !chunk.isSingle();
      std::string number = place.first.text;
      if (hasLanes)
        number += " + v * " + std::to_string(*place.step);
      // Below 0 it is very large.
      int depth = hasLanes ? chunk.laneDepth : place.first.depth;
      place.inside = {declareAt(depth, "bool",
                                "uint64(" + number + ") < " +
                                    std::to_string(size) + "ull",
                                "p"),
                      depth};
    }
    if (dim == 0 && !outer.text.empty())
      place.inside = {place.inside.text.empty()
                          ? outer.text
                          : place.inside.text + " && " + outer.text,
                      std::max(place.inside.depth, outer.depth)};
    axes.push_back(kFirstComputed + int(computed.size()));
    computed.push_back(std::move(place));
  }
  Scalar value = evaluate(element.getTensor(), axes);
  Scalar inside = getInside(axes);
  if (inside.text.empty() || element.getChecked().empty())
    return value;
  // Loads give 0 outside.
  bool isZero = matchPattern(element.getOtherwise(), m_PosZeroFloat()) ||
                matchPattern(element.getOtherwise(), m_Zero());
  if (isZero && getBuffer(element.getTensor()))
    return value;
  Scalar otherwise =
      evaluateInside(element.getOtherwise(), op, loops, values);
  return declare(element.getType(),
                 {"(" + inside.text + " ? " + value.text + " : " +
                      otherwise.text + ")",
                  std::max({inside.depth, value.depth, otherwise.depth})});
}

} // namespace mpc::cuda
