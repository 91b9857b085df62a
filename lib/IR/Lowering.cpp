//===- Lowering.cpp - loops around scalar bodies --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace mpc {

Type loweredElement(Type element) {
  if (element.isUnsignedInteger())
    return IntegerType::get(element.getContext(),
                            element.getIntOrFloatBitWidth());
  return element;
}

RankedTensorType loweredType(Type tensor) {
  return withElement(tensor, loweredElement(getElementTypeOrSelf(tensor)));
}

Type computeElement(Type element) {
  if (isa<Float16Type, BFloat16Type>(element))
    return Float32Type::get(element.getContext());
  return element;
}

RankedTensorType withElement(Type tensor, Type element) {
  return RankedTensorType::get(cast<ShapedType>(tensor).getShape(), element);
}

SmallVector<Value> createLoops(ImplicitLocOpBuilder &b, ValueRange inputs,
                               ValueRange outputs, ArrayRef<AffineMap> maps,
                               ArrayRef<int64_t> reduced, ScalarsBuilder body) {
  SmallVector<utils::IteratorType> iterators(maps.back().getNumDims(),
                                             utils::IteratorType::parallel);
  for (int64_t dim : reduced)
    iterators[dim] = utils::IteratorType::reduction;
  auto loops = linalg::GenericOp::create(
      b, TypeRange(outputs), inputs, outputs, maps, iterators,
      [&](OpBuilder &builder, Location loc, ValueRange x) {
        ImplicitLocOpBuilder nested(loc, builder);
        linalg::YieldOp::create(nested, body(nested, x));
      });
  return SmallVector<Value>(loops.getResults());
}

Value createParallelLoops(ImplicitLocOpBuilder &b, RankedTensorType type,
                          ValueRange inputs, ArrayRef<AffineMap> maps,
                          ScalarBuilder body) {
  SmallVector<AffineMap> allMaps(maps);
  allMaps.push_back(b.getMultiDimIdentityMap(type.getRank()));
  Value empty =
      tensor::EmptyOp::create(b, type.getShape(), type.getElementType());
  return createLoops(b, inputs, empty, allMaps, {},
                     [&](ImplicitLocOpBuilder &b, ValueRange x) {
                       return SmallVector<Value>{body(b, x.drop_back())};
                     })[0];
}

Value createFilled(ImplicitLocOpBuilder &b, RankedTensorType type,
                   TypedAttr value) {
  Value scalar = arith::ConstantOp::create(b, value);
  Value empty =
      tensor::EmptyOp::create(b, type.getShape(), type.getElementType());
  return linalg::FillOp::create(b, scalar, empty).getResult(0);
}

Value createConverted(ImplicitLocOpBuilder &b, Value tensor, Type element) {
  auto type = cast<RankedTensorType>(tensor.getType());
  if (type.getElementType() == element)
    return tensor;
  return createParallelLoops(b, withElement(type, element), tensor,
                             b.getMultiDimIdentityMap(type.getRank()),
                             [&](ImplicitLocOpBuilder &b, ValueRange x) {
                               return buildConversion(
                                   b, x[0], type.getElementType(), element);
                             });
}

SmallVector<Value> lowerElementwise(Operation *op, OpBuilder &builder,
                                    ValueRange operands, ScalarBuilder body) {
  ImplicitLocOpBuilder b(op->getLoc(), builder);
  RankedTensorType type = loweredType(op->getResult(0).getType());
  SmallVector<AffineMap> maps(operands.size(),
                              b.getMultiDimIdentityMap(type.getRank()));
  Value result = createParallelLoops(b, type, operands, maps,
                                     [&](ImplicitLocOpBuilder &b, ValueRange x) {
                                       return applyScalarBody(op, b, x, body);
                                     });
  if (auto cast = dyn_cast<CastOp>(op);
      cast && cast.getFormat() == Format::tf32)
    result.getDefiningOp()->setAttr(
        kRoundsAttr, b.getStringAttr(stringifyFormat(Format::tf32)));
  return {result};
}

/// Returns true if results of `op` are chosen among its operands, not computed.
static bool onlyMovesElements(Operation *op) {
  return cast<PrecisionOpInterface>(op).getPrecisionClass() ==
             PrecisionClass::Exact &&
         getElementTypeOrSelf(op->getResult(0)) ==
             getElementTypeOrSelf(op->getOperands().back());
}

Value applyScalarBody(Operation *op, ImplicitLocOpBuilder &b, ValueRange x,
                      ScalarBuilder body) {
  if (onlyMovesElements(op))
    return body(b, x);
  SmallVector<Value> wide;
  for (Value value : x) {
    Type type = getElementTypeOrSelf(value);
    wide.push_back(buildConversion(b, value, type, computeElement(type)));
  }
  Value result = body(b, wide);
  Type stored = loweredElement(getElementTypeOrSelf(op->getResult(0)));
  return buildConversion(b, result, getElementTypeOrSelf(result), stored);
}

} // namespace mpc
