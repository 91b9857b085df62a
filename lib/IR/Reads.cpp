//===- Reads.cpp - loops that read elements at computed places ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reads.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

using namespace mlir;

namespace mpc {

SmallVector<Value> buildIndices(ImplicitLocOpBuilder &b, int64_t count) {
  SmallVector<Value> indices;
  for (int64_t loop = 0; loop < count; ++loop)
    indices.push_back(linalg::IndexOp::create(b, loop));
  return indices;
}

Value buildScalar(ImplicitLocOpBuilder &b, Type element, double value) {
  if (isa<FloatType>(element))
    return arith::ConstantOp::create(b, b.getFloatAttr(element, value));
  APInt bits(element.getIntOrFloatBitWidth(), int64_t(value), true,
             /*implicitTrunc=*/true);
  return arith::ConstantOp::create(b, IntegerAttr::get(element, bits));
}

Value createReads(ImplicitLocOpBuilder &b, RankedTensorType type, Value source,
                  PlaceBuilder place, ArrayRef<int64_t> checked,
                  double otherwise) {
  return createParallelLoops(
      b, type, {}, {}, [&](ImplicitLocOpBuilder &b, ValueRange) -> Value {
        SmallVector<Value> at = place(b, buildIndices(b, type.getRank()));
        return ElementOp::create(
            b, source, at, checked,
            buildScalar(b, type.getElementType(), otherwise));
      });
}

Value addIndex(ImplicitLocOpBuilder &b, Value index, int64_t offset) {
  if (offset == 0)
    return index;
  return arith::AddIOp::create(b, index,
                               arith::ConstantIndexOp::create(b, offset));
}

Value scaleIndex(ImplicitLocOpBuilder &b, Value index, int64_t factor) {
  if (factor == 1)
    return index;
  return arith::MulIOp::create(b, index,
                               arith::ConstantIndexOp::create(b, factor));
}

Value divideIndex(ImplicitLocOpBuilder &b, Value index, int64_t divisor) {
  if (divisor == 1)
    return index;
  Value by = arith::ConstantIndexOp::create(b, divisor);
  Value rest = arith::RemSIOp::create(b, index, by);
  Value isWhole =
      arith::CmpIOp::create(b, arith::CmpIPredicate::eq, rest,
                            arith::ConstantIndexOp::create(b, 0));
  return arith::SelectOp::create(b, isWhole,
                                 arith::DivSIOp::create(b, index, by),
                                 arith::ConstantIndexOp::create(b, -1));
}

Value floorIndex(ImplicitLocOpBuilder &b, Value index, int64_t divisor) {
  if (divisor == 1)
    return index;
  return arith::DivSIOp::create(b, index,
                                arith::ConstantIndexOp::create(b, divisor));
}

Value clampIndex(ImplicitLocOpBuilder &b, Value element, Type type,
                 int64_t last) {
  // Wide enough for `last` and for what is below 0.
  Value wide = buildConversion(b, element, type, b.getI64Type());
  wide = buildMax(b, wide, intLike(b, wide, 0), b.getI64Type());
  wide = buildMin(b, wide, intLike(b, wide, last), b.getI64Type());
  return arith::IndexCastOp::create(b, b.getIndexType(), wide);
}

} // namespace mpc
