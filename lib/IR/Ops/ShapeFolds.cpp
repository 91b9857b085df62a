//===- ShapeFolds.cpp - folds of ops that move elements -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Utils/IndexingUtils.h"

using namespace mlir;

namespace mpc {

/// A splat stays a splat wherever its elements move.
static Attribute foldSplat(Attribute operand, RankedTensorType type) {
  if (auto splat = dyn_cast_or_null<SplatElementsAttr>(operand))
    return splat.resizeSplat(type);
  return nullptr;
}

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }

OpFoldResult BroadcastOp::fold(FoldAdaptor adaptor) {
  if (getOperand().getType() == getType())
    return getOperand();
  if (Attribute splat = foldSplat(adaptor.getOperand(), getType()))
    return splat;
  auto inner = getOperand().getDefiningOp<BroadcastOp>();
  if (!inner)
    return {};
  SmallVector<int64_t> dims;
  for (int64_t dim : inner.getDims())
    dims.push_back(getDims()[dim]);
  getOperandMutable().assign(inner.getOperand());
  setDims(dims);
  return getResult();
}

OpFoldResult ReshapeOp::fold(FoldAdaptor adaptor) {
  if (getOperand().getType() == getType())
    return getOperand();
  if (auto elements = dyn_cast_or_null<DenseElementsAttr>(adaptor.getOperand()))
    return elements.reshape(getType());
  auto inner = getOperand().getDefiningOp<ReshapeOp>();
  if (!inner)
    return {};
  getOperandMutable().assign(inner.getOperand());
  return getResult();
}

OpFoldResult TransposeOp::fold(FoldAdaptor adaptor) {
  if (isIdentityPermutation(getPermutation()))
    return getOperand();
  if (Attribute splat = foldSplat(adaptor.getOperand(), getType()))
    return splat;
  auto inner = getOperand().getDefiningOp<TransposeOp>();
  if (!inner)
    return {};
  SmallVector<int64_t> permutation;
  for (int64_t dim : getPermutation())
    permutation.push_back(inner.getPermutation()[dim]);
  getOperandMutable().assign(inner.getOperand());
  setPermutation(permutation);
  return getResult();
}

OpFoldResult SliceOp::fold(FoldAdaptor adaptor) {
  if (getOperand().getType() == getType())
    return getOperand();
  if (Attribute splat = foldSplat(adaptor.getOperand(), getType()))
    return splat;
  return {};
}

OpFoldResult PadOp::fold(FoldAdaptor) {
  if (getOperand().getType() == getType())
    return getOperand();
  return {};
}

OpFoldResult ReverseOp::fold(FoldAdaptor adaptor) {
  bool movesNothing = llvm::all_of(
      getDims(), [&](int64_t dim) { return getType().getDimSize(dim) <= 1; });
  if (movesNothing)
    return getOperand();
  if (Attribute splat = foldSplat(adaptor.getOperand(), getType()))
    return splat;
  auto inner = getOperand().getDefiningOp<ReverseOp>();
  if (inner && inner.getDims() == getDims())
    return inner.getOperand();
  return {};
}

OpFoldResult RepeatOp::fold(FoldAdaptor adaptor) {
  if (getOperand().getType() == getType())
    return getOperand();
  if (Attribute splat = foldSplat(adaptor.getOperand(), getType()))
    return splat;
  return {};
}

OpFoldResult ConcatOp::fold(FoldAdaptor) {
  if (getInputs().size() == 1)
    return getInputs()[0];
  return {};
}

} // namespace mpc
