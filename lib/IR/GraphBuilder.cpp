//===- GraphBuilder.cpp - writes mpc ops as formulas ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GraphBuilder.h"

#include "Lowering.h"

using namespace mlir;

namespace mpc {

Value GraphBuilder::splat(Type type, double value) {
  auto tensor = cast<RankedTensorType>(type);
  Type element = tensor.getElementType();
  Attribute scalar;
  if (isa<FloatType>(element))
    scalar = getFloatAttr(element, value);
  else
    scalar = IntegerAttr::get(
        element, APInt(element.getIntOrFloatBitWidth(), int64_t(value),
                       /*isSigned=*/true, /*implicitTrunc=*/true));
  return ConstantOp::create(*this, DenseElementsAttr::get(tensor, scalar));
}

Value GraphBuilder::likeInteger(Value x, int64_t value) {
  auto type = cast<RankedTensorType>(x.getType());
  unsigned width = type.getElementTypeBitWidth();
  APInt bits(width, value, /*isSigned=*/true, /*implicitTrunc=*/true);
  return ConstantOp::create(
      *this, DenseElementsAttr::get(
                 type, IntegerAttr::get(type.getElementType(), bits)));
}

Value GraphBuilder::convert(Value x, Type element) {
  if (getElementTypeOrSelf(x) == element)
    return x;
  return ConvertOp::create(*this, withElement(x.getType(), element), x);
}

Value GraphBuilder::widen(Value x) {
  return convert(x, computeElement(getElementTypeOrSelf(x)));
}

Value GraphBuilder::reshape(Value x, Dims shape) {
  auto type = RankedTensorType::get(shape, getElementTypeOrSelf(x));
  return ReshapeOp::create(*this, type, x);
}

Value GraphBuilder::reduce(Reduction reduction, Value x, Dims dims) {
  if (dims.empty())
    return x;
  return ReduceOp::create(*this, reduction, x, dims);
}

Value GraphBuilder::broadcast(Value x, Type type, Dims dims) {
  return BroadcastOp::create(*this, type, x, dims);
}

Value GraphBuilder::spread(Value x, Value like, Dims reduced) {
  auto type = cast<RankedTensorType>(like.getType());
  return broadcast(x, withElement(type, getElementTypeOrSelf(x)),
                   remainingDims(type.getRank(), reduced));
}

SmallVector<int64_t> remainingDims(int64_t rank, ArrayRef<int64_t> dims) {
  SmallVector<int64_t> remaining;
  for (int64_t dim = 0; dim < rank; ++dim)
    if (!llvm::is_contained(dims, dim))
      remaining.push_back(dim);
  return remaining;
}

bool isDifferentiable(Value value) {
  return isa<FloatType>(getElementTypeOrSelf(value));
}

} // namespace mpc
