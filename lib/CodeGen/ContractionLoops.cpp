//===- ContractionLoops.cpp - products as rows and columns --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContractionLoops.h"

using namespace mlir;

namespace mpc::code {

namespace {
enum class LoopClass { Batch, Row, Column, Depth };
} // namespace

ContractionLoops::ContractionLoops(const Kernel &kernel, linalg::GenericOp op)
    : kernel(kernel), op(op), placement(kernel) {
  ArrayRef<int> loops = placement.getLoops(op);
  OpOperand *left = op.getDpsInputOperand(0), *right = op.getDpsInputOperand(1);
  lhs = {left->get(), getOperandAxes(op, *left, loops)};
  rhs = {right->get(), getOperandAxes(op, *right, loops)};
  findRoots();
  findLoops();
}

void ContractionLoops::findRoots() {
  size_t rank = op.getNumParallelLoops();
  for (unsigned number = 0; number < kernel.getRoots().size(); ++number) {
    if (kernel.isTrailingRoot(number))
      continue;
    FailureOr<Axes> axes = placement.getAxes(kernel.getPlace(number));
    if (failed(axes) || axes->size() != rank) {
      otherRoots.push_back(number);
      continue;
    }
    roots.push_back(number);
    rootAxes.push_back(*axes);
  }
}

void ContractionLoops::findLoops() {
  BoundedWalker<AccessWalker> walker;
  AccessWalker stores;
  walker.walk(lhs.tensor, lhs.axes);
  walker.walk(rhs.tensor, rhs.axes);
  for (auto [root, axes] : llvm::zip_equal(roots, rootAxes)) {
    walker.addRoot(kernel, root, axes);
    if (!kernel.getFlag(root))
      stores.add(getTensorType(kernel.getRoots()[root]), axes);
  }
  trailing = findTrailingParts(kernel, placement, walker);
  dims = LoopDims(op.getStaticLoopRanges());
  auto classify = [&](int dim) {
    bool isLeft = llvm::is_contained(lhs.axes, dims[dim].axes.back());
    bool isRight = llvm::is_contained(rhs.axes, dims[dim].axes.back());
    if (op.getIteratorTypesArray()[dims[dim].axes.back()] ==
        utils::IteratorType::reduction)
      return LoopClass::Depth;
    return isLeft && isRight ? LoopClass::Batch
           : isLeft          ? LoopClass::Row
                             : LoopClass::Column;
  };
  walker.mergeAll(
      dims, [&](int dim) { return classify(dim) == classify(dim + 1); },
      /*splits=*/true);
  // What is contracted is always one loop, so that the order in which products
  // are added up depends on no operand's memory.
  for (int dim = dims.size() - 2; dim >= 0; --dim)
    if (classify(dim) == LoopClass::Depth &&
        classify(dim + 1) == LoopClass::Depth)
      dims.merge(dim, /*splits=*/true);
  // The last loop of each class is worked in tiles, others around it one by one.
  for (int dim = dims.size() - 1; dim >= 0; --dim) {
    LoopClass loopClass = classify(dim);
    int *last = loopClass == LoopClass::Row      ? &row
                : loopClass == LoopClass::Column ? &column
                : loopClass == LoopClass::Depth  ? &depth
                                                 : nullptr;
    if (last && *last < 0)
      *last = dim;
    else
      outer.push_back(dim);
  }
  std::reverse(outer.begin(), outer.end());
  for (int *dim : {&row, &column, &depth})
    if (*dim < 0)
      *dim = dims.addUnit();
  orient(stores);
}

bool ContractionLoops::isPlain(const Factor &factor) const {
  return getBuffer(factor.tensor) &&
         llvm::none_of(factor.axes, [&](int axis) { return dims.isSplit(axis); });
}

/// Exchanges rows and columns if results are contiguous along rows. Totals of
/// one dimension are always those of columns.
void ContractionLoops::orient(const AccessWalker &stores) {
  int64_t alongRows = 0, alongColumns = 0;
  for (const AccessWalker::Access &store : stores.getAccesses()) {
    alongRows += dims.getStride(store.type, store.axes, row) == 1;
    alongColumns += dims.getStride(store.type, store.axes, column) == 1;
  }
  bool isColumn = dims[column].size == 1 && dims[row].size > 1;
  bool exchanges = isColumn || (alongRows > alongColumns && dims[row].size > 1);
  for (const TrailingPart &part : trailing)
    if (!part.kept.empty())
      exchanges = llvm::is_contained(dims[row].axes, part.kept.back());
  if (!exchanges)
    return;
  std::swap(lhs, rhs);
  std::swap(row, column);
}

} // namespace mpc::code
