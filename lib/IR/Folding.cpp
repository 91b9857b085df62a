//===- Folding.cpp - constants through scalar bodies ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Folding.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"

#include "llvm/ADT/DenseMap.h"

using namespace mlir;

namespace mpc {

namespace {

/// The element of a splat as an attribute of lowered form.
TypedAttr loweredSplat(Attribute operand) {
  auto splat = dyn_cast_or_null<SplatElementsAttr>(operand);
  if (!splat)
    return nullptr;
  Type type = loweredElement(splat.getElementType());
  if (isa<FloatType>(type))
    return FloatAttr::get(type, splat.getSplatValue<APFloat>());
  return IntegerAttr::get(type, splat.getSplatValue<APInt>());
}

/// Returns true if folding `op` gives the bits that every target computes.
bool foldsExactly(Operation &op) {
  return isa<arith::ArithDialect>(op.getDialect()) ||
         isa<math::AbsFOp, math::CeilOp, math::FloorOp, math::RoundEvenOp,
             math::SqrtOp>(op);
}

/// arith folds exact conversions only, which for it leaves out those of
/// signalling nans; rounding to nearest even is the meaning.
Attribute foldFloatCast(Type result, Attribute operand) {
  APFloat value = cast<FloatAttr>(operand).getValue();
  bool losesInfo;
  auto type = cast<FloatType>(result);
  value.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                &losesInfo);
  return FloatAttr::get(type, value);
}

/// Evaluates straight-line code whose leaves are constants.
class Evaluation {
public:
  bool run(Block &block) {
    return llvm::all_of(block, [&](Operation &op) { return evaluate(op); });
  }

  Attribute get(Value value) const { return known.lookup(value); }

private:
  bool evaluate(Operation &op) {
    Attribute constant;
    if (matchPattern(&op, m_Constant(&constant)))
      return set(op, constant);
    if (!foldsExactly(op))
      return false;
    SmallVector<Attribute> operands;
    for (Value operand : op.getOperands())
      operands.push_back(get(operand));
    if (isa<arith::ExtFOp, arith::TruncFOp>(op))
      return set(op, foldFloatCast(op.getResult(0).getType(), operands[0]));
    SmallVector<OpFoldResult> results;
    if (failed(op.fold(operands, results)) || results.size() != 1)
      return false;
    if (auto value = dyn_cast<Value>(results[0]))
      return set(op, get(value));
    return set(op, cast<Attribute>(results[0]));
  }

  bool set(Operation &op, Attribute value) {
    known[op.getResult(0)] = value;
    return value != nullptr;
  }

  llvm::DenseMap<Value, Attribute> known;
};

} // namespace

Attribute foldSplats(Operation *op, ArrayRef<Attribute> operands,
                     ScalarBuilder body) {
  Block block;
  ImplicitLocOpBuilder b(op->getLoc(), op->getContext());
  b.setInsertionPointToEnd(&block);
  SmallVector<Value> scalars;
  for (Attribute operand : operands) {
    TypedAttr scalar = loweredSplat(operand);
    if (!scalar)
      return nullptr;
    scalars.push_back(arith::ConstantOp::create(b, scalar));
  }
  Value result = applyScalarBody(op, b, scalars, body);
  Evaluation evaluation;
  if (!evaluation.run(block))
    return nullptr;
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  Attribute scalar = evaluation.get(result);
  if (auto value = dyn_cast_or_null<FloatAttr>(scalar))
    return DenseElementsAttr::get(type, value.getValue());
  if (auto value = dyn_cast_or_null<IntegerAttr>(scalar))
    return DenseElementsAttr::get(type, value.getValue());
  return nullptr;
}

bool isSplatOf(Attribute operand, double value) {
  auto splat = dyn_cast_or_null<SplatElementsAttr>(operand);
  if (!splat)
    return false;
  if (isa<FloatType>(splat.getElementType())) {
    APFloat element = splat.getSplatValue<APFloat>();
    bool losesInfo;
    element.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                    &losesInfo);
    return element.convertToDouble() == value;
  }
  APInt element = splat.getSplatValue<APInt>();
  if (element.getBitWidth() == 1)
    return value == (element.isZero() ? 0.0 : 1.0);
  return element.getSignificantBits() <= 52 &&
         double(element.getSExtValue()) == value;
}

} // namespace mpc
