//===- ContractionPlan.cpp - products as rows and columns -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Contraction.h"
#include "ScalarOps.h"

using namespace mlir;

namespace mpc::host {

namespace {
/// Sees what happens to the product, or to one of its factors.
class FactorWalker : public CostWalker {
protected:
  bool enter(linalg::GenericOp op, const Axes &loops) override {
    return !isReduction(op) && CostWalker::enter(op, loops);
  }
};

enum class LoopClass { Batch, Row, Column, Depth };
} // namespace

ContractionPlan::ContractionPlan(const Kernel &kernel, linalg::GenericOp op,
                                 const Machine &machine, int64_t lanes)
    : kernel(kernel), op(op), placement(kernel) {
  ArrayRef<int> loops = placement.getLoops(op);
  OpOperand *left = op.getDpsInputOperand(0), *right = op.getDpsInputOperand(1);
  lhs = {left->get(), getOperandAxes(op, *left, loops)};
  rhs = {right->get(), getOperandAxes(op, *right, loops)};
  findRoots();
  findLoops();
  shape.lanes = lanes;
  // Sums may be narrower than what the epilogue makes of them.
  shape.elementBytes =
      getTensorType(op->getResult(0)).getElementTypeBitWidth() / 8;
  shape.registers = machine.getVectorRegisters();
  shape.rows = dims[row].size;
  shape.columns = dims[column].size;
  shape.depth = dims[depth].size;
  for (int dim : outer)
    shape.outer *= dims[dim].size;
  for (int dim : outerDepth)
    shape.depthRounds *= dims[dim].size;
  if (shape.depthRounds == 0) {
    shape.depthRounds = 1;
    shape.depth = 0;
  }
  shape.lhs = describe(lhs, row);
  shape.rhs = describe(rhs, column);
}

void ContractionPlan::findRoots() {
  size_t rank = op.getNumParallelLoops();
  for (unsigned number = 0; number < kernel.getRoots().size(); ++number) {
    FailureOr<Axes> axes = placement.getAxes(kernel.getPlace(number));
    if (failed(axes) || axes->size() != rank) {
      otherRoots.push_back(number);
      continue;
    }
    roots.push_back(number);
    rootAxes.push_back(*axes);
  }
}

void ContractionPlan::findLoops() {
  FactorWalker walker;
  AccessWalker stores;
  walker.walk(lhs.tensor, lhs.axes);
  walker.walk(rhs.tensor, rhs.axes);
  for (auto [root, axes] : llvm::zip_equal(roots, rootAxes)) {
    walker.addRoot(kernel, root, axes);
    if (!kernel.getFlag(root))
      stores.add(getTensorType(kernel.getRoots()[root]), axes);
  }
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
  walker.mergeAll(dims,
                  [&](int dim) { return classify(dim) == classify(dim + 1); });
  // The last loop of each class is worked in tiles, those around it one by one.
  for (int dim = dims.size() - 1; dim >= 0; --dim) {
    LoopClass loopClass = classify(dim);
    int *last = loopClass == LoopClass::Row      ? &row
                : loopClass == LoopClass::Column ? &column
                : loopClass == LoopClass::Depth  ? &depth
                                                 : nullptr;
    if (last && *last < 0)
      *last = dim;
    else
      (last == &depth ? outerDepth : outer).push_back(dim);
  }
  std::reverse(outer.begin(), outer.end());
  std::reverse(outerDepth.begin(), outerDepth.end());
  for (int *dim : {&row, &column, &depth})
    if (*dim < 0)
      *dim = dims.addUnit();
  orient(stores);
}

/// Exchanges rows and columns if results are contiguous along rows.
void ContractionPlan::orient(const AccessWalker &stores) {
  int64_t alongRows = 0, alongColumns = 0;
  for (const AccessWalker::Access &store : stores.getAccesses()) {
    alongRows += dims.getStride(store.type, store.axes, row) == 1;
    alongColumns += dims.getStride(store.type, store.axes, column) == 1;
  }
  bool isColumn = dims[column].size == 1 && dims[row].size > 1;
  if (!isColumn && (alongRows <= alongColumns || dims[row].size == 1))
    return;
  std::swap(lhs, rhs);
  std::swap(row, column);
}

OperandShape ContractionPlan::describe(const Factor &factor,
                                       int freeDim) const {
  OperandShape result;
  RankedTensorType type = getTensorType(factor.tensor);
  result.isDirect =
      getBuffer(factor.tensor) &&
      type.getElementType() == getTensorType(op->getResult(0)).getElementType();
  result.freeStride = dims.getStride(type, factor.axes, freeDim);
  result.depthStride = dims.getStride(type, factor.axes, depth);
  FactorWalker walker;
  walker.walk(factor.tensor, factor.axes);
  int64_t alongFree = 0, alongDepth = 0;
  for (const AccessWalker::Access &access : walker.getAccesses()) {
    alongFree += dims.getStride(access.type, access.axes, freeDim) == 1;
    alongDepth += dims.getStride(access.type, access.axes, depth) == 1;
  }
  result.packsAlongDepth =
      alongDepth > alongFree ||
      (alongDepth == alongFree && dims[depth].size >= dims[freeDim].size &&
       freeDim == row);
  result.cost = walker.getCost();
  return result;
}

} // namespace mpc::host
