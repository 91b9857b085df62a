//===- Elements.cpp - elements at computed places ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An index is a scalar and a step from lane to lane wherever its form says so,
// so that windows, slices and rows of a table are whole vectors in memory.
//
//===----------------------------------------------------------------------===//

#include "PointEmitter.h"
#include "ScalarOps.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace mpc::host {

/// From lane to lane of the current chunk; none if lanes have to be computed one
/// by one.
std::optional<int64_t> PointEmitter::getLaneStep(const IndexForm &form) const {
  if (vectorDim < 0)
    return 0;
  LoopStride stride = dims.getStride(form, vectorDim);
  bool isWhole = stride.run == dims[vectorDim].size;
  if (!stride.step || !(isWhole || (chunk.isAligned && stride.run % lanes == 0)))
    return std::nullopt;
  return stride.step;
}

ComputedIndex PointEmitter::computeIndex(Value index, linalg::GenericOp op,
                                         const Axes &loops,
                                         BodyValues &values) {
  ComputedIndex result;
  result.form = findIndexForm(index, op, loops, [&](int axis) {
    return isComputed(axis) ? computed[axis - kFirstComputed].form
                            : IndexForm::ofAxis(axis);
  });
  result.step = getLaneStep(result.form);
  if (!result.step) {
    result.first = evaluateInside(index, op, loops, values);
    if (!result.first.isVector())
      result.step = 0;
    return result;
  }
  // What operands give is the same in all lanes, or there would be no step.
  BodyValues first;
  for (BlockArgument argument : op.getBody()->getArguments())
    if (Lanes value = values.lookup(argument);
        value.value && !value.isVector())
      first[argument] = value;
  readsFirstLane = true;
  result.first = evaluateInside(index, op, loops, first);
  readsFirstLane = false;
  return result;
}

/// The lanes in which `index` is that of one of `size` elements.
Lanes PointEmitter::checkInside(const ComputedIndex &index, int64_t size) {
  Lanes lanes = index.step ? addSteps(index.first, *index.step) : index.first;
  auto guard = b.insertAt(lanes.depth);
  llvm::Value *end = llvm::ConstantInt::get(lanes.value->getType(), size);
  return {b.CreateICmpULT(lanes.value, end), lanes.depth};
}

Lanes PointEmitter::combineMasks(Lanes x, Lanes y) {
  if (!x.value || !y.value)
    return x.value ? x : y;
  if (x.isVector() != y.isVector()) {
    x.value = splat(x);
    y.value = splat(y);
  }
  int depth = std::max(x.depth, y.depth);
  auto guard = b.insertAt(depth);
  return {b.CreateAnd(x.value, y.value), depth};
}

/// The lanes in which all indices are inside; no value if they always are.
Lanes PointEmitter::getInside(const Axes &axes) {
  Lanes inside;
  for (int axis : axes)
    if (isComputed(axis))
      inside = combineMasks(inside, computed[axis - kFirstComputed].inside);
  return inside;
}

/// Axes of loops that are split become indices that are computed.
Axes PointEmitter::resolve(const Axes &axes) {
  Axes result = axes;
  for (int &axis : result) {
    if (isComputed(axis) || !dims.isSplit(axis))
      continue;
    ComputedIndex index;
    index.form = IndexForm::ofAxis(axis);
    index.step = getLaneStep(index.form);
    index.first = evaluateIndex(axis, /*isFirst=*/index.step.has_value());
    axis = kFirstComputed + int(computed.size());
    computed.push_back(std::move(index));
  }
  return result;
}

Lanes PointEmitter::evaluateElement(ElementOp element, linalg::GenericOp op,
                                    const Axes &loops, BodyValues &values) {
  Axes axes;
  // Where nobody reads this op's elements, its indices may be outside, too.
  Lanes outer = getInside(loops);
  for (auto [dim, index] : llvm::enumerate(element.getIndices())) {
    ComputedIndex place = computeIndex(index, op, loops, values);
    if (llvm::is_contained(element.getChecked(), int64_t(dim)))
      place.inside = checkInside(
          place, getTensorType(element.getTensor()).getDimSize(dim));
    if (dim == 0)
      place.inside = combineMasks(place.inside, outer);
    axes.push_back(kFirstComputed + int(computed.size()));
    computed.push_back(std::move(place));
  }
  Lanes value = evaluate(element.getTensor(), axes);
  Lanes inside = getInside(axes);
  if (!inside.value || element.getChecked().empty())
    return value;
  Lanes otherwise =
      evaluateInside(element.getOtherwise(), op, loops, values);
  // Loads give 0 outside.
  bool isZero = matchPattern(element.getOtherwise(), m_PosZeroFloat()) ||
                matchPattern(element.getOtherwise(), m_Zero());
  if (isZero && getBuffer(element.getTensor()))
    return value;
  bool isVector = inside.isVector() || value.isVector() || otherwise.isVector();
  int depth = std::max({inside.depth, value.depth, otherwise.depth});
  if (isVector)
    for (Lanes *lanes : {&inside, &value, &otherwise})
      lanes->value = splat(*lanes);
  auto guard = b.insertAt(depth);
  return {b.CreateSelect(inside.value, value.value, otherwise.value), depth};
}

} // namespace mpc::host
