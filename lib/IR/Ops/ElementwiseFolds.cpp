//===- ElementwiseFolds.cpp - folds of elementwise ops --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Folds keep every bit, but for the sign of a zero that zero is added to, and
// every nan: x * 0 stays.
//
//===----------------------------------------------------------------------===//

#include "../Folding.h"

using namespace mlir;

namespace mpc {

template <typename OpTy>
static OpFoldResult foldConstants(OpTy op, ArrayRef<Attribute> operands) {
  return foldSplats(op, operands, [&](ImplicitLocOpBuilder &b, ValueRange x) {
    return op.buildScalar(b, x);
  });
}

/// The operand's operand, if `op` undoes itself.
template <typename OpTy>
static OpFoldResult foldInvolution(OpTy op, ArrayRef<Attribute> operands) {
  if (auto inner = op.getOperand().template getDefiningOp<OpTy>())
    return inner.getOperand();
  return foldConstants(op, operands);
}

#define MPC_FOLD_CONSTANTS(OpTy)                                               \
  OpFoldResult OpTy::fold(FoldAdaptor adaptor) {                               \
    return foldConstants(*this, adaptor.getOperands());                        \
  }
MPC_FOLD_CONSTANTS(FloorOp)
MPC_FOLD_CONSTANTS(CeilOp)
MPC_FOLD_CONSTANTS(RoundOp)
MPC_FOLD_CONSTANTS(SignOp)
MPC_FOLD_CONSTANTS(RemOp)
MPC_FOLD_CONSTANTS(ExpOp)
MPC_FOLD_CONSTANTS(Expm1Op)
MPC_FOLD_CONSTANTS(LogOp)
MPC_FOLD_CONSTANTS(Log1pOp)
MPC_FOLD_CONSTANTS(SqrtOp)
MPC_FOLD_CONSTANTS(RsqrtOp)
MPC_FOLD_CONSTANTS(TanhOp)
MPC_FOLD_CONSTANTS(ErfOp)
MPC_FOLD_CONSTANTS(SinOp)
MPC_FOLD_CONSTANTS(CosOp)
MPC_FOLD_CONSTANTS(LogisticOp)
MPC_FOLD_CONSTANTS(PowOp)
MPC_FOLD_CONSTANTS(CompareOp)
MPC_FOLD_CONSTANTS(IsFiniteOp)
MPC_FOLD_CONSTANTS(ClampOp)
#undef MPC_FOLD_CONSTANTS

// Folding would show what it hides.
OpFoldResult StopGradientOp::fold(FoldAdaptor) { return {}; }

OpFoldResult NegOp::fold(FoldAdaptor adaptor) {
  return foldInvolution(*this, adaptor.getOperands());
}

OpFoldResult NotOp::fold(FoldAdaptor adaptor) {
  return foldInvolution(*this, adaptor.getOperands());
}

OpFoldResult AbsOp::fold(FoldAdaptor adaptor) {
  if (getOperand().getDefiningOp<AbsOp>())
    return getOperand();
  return foldConstants(*this, adaptor.getOperands());
}

/// Constants first: x + 0 of constants has the right sign.
template <typename OpTy>
static OpFoldResult foldNeutral(OpTy op, ArrayRef<Attribute> operands,
                                double neutral) {
  if (OpFoldResult constant = foldConstants(op, operands))
    return constant;
  if (isSplatOf(operands[1], neutral))
    return op.getLhs();
  return {};
}

OpFoldResult AddOp::fold(FoldAdaptor adaptor) {
  return foldNeutral(*this, adaptor.getOperands(), 0.0);
}

OpFoldResult SubOp::fold(FoldAdaptor adaptor) {
  return foldNeutral(*this, adaptor.getOperands(), 0.0);
}

OpFoldResult MulOp::fold(FoldAdaptor adaptor) {
  return foldNeutral(*this, adaptor.getOperands(), 1.0);
}

OpFoldResult DivOp::fold(FoldAdaptor adaptor) {
  return foldNeutral(*this, adaptor.getOperands(), 1.0);
}

/// f(x, x) = x.
template <typename OpTy>
static OpFoldResult foldIdempotent(OpTy op, ArrayRef<Attribute> operands) {
  if (op.getLhs() == op.getRhs())
    return op.getLhs();
  return foldConstants(op, operands);
}

OpFoldResult MaxOp::fold(FoldAdaptor adaptor) {
  return foldIdempotent(*this, adaptor.getOperands());
}

OpFoldResult MinOp::fold(FoldAdaptor adaptor) {
  return foldIdempotent(*this, adaptor.getOperands());
}

/// One of all zeros and all ones is neutral, the other absorbs.
template <typename OpTy>
static OpFoldResult foldBitwise(OpTy op, ArrayRef<Attribute> operands,
                                bool neutralIsOnes) {
  auto rhs = dyn_cast_or_null<SplatElementsAttr>(operands[1]);
  if (rhs && rhs.getSplatValue<APInt>().isAllOnes())
    return neutralIsOnes ? OpFoldResult(op.getLhs()) : OpFoldResult(rhs);
  if (rhs && rhs.getSplatValue<APInt>().isZero())
    return neutralIsOnes ? OpFoldResult(rhs) : OpFoldResult(op.getLhs());
  return foldIdempotent(op, operands);
}

OpFoldResult AndOp::fold(FoldAdaptor adaptor) {
  return foldBitwise(*this, adaptor.getOperands(), /*neutralIsOnes=*/true);
}

OpFoldResult OrOp::fold(FoldAdaptor adaptor) {
  return foldBitwise(*this, adaptor.getOperands(), /*neutralIsOnes=*/false);
}

OpFoldResult XorOp::fold(FoldAdaptor adaptor) {
  if (isSplatOf(adaptor.getRhs(), 0.0))
    return getLhs();
  return foldConstants(*this, adaptor.getOperands());
}

OpFoldResult SelectOp::fold(FoldAdaptor adaptor) {
  if (getOnTrue() == getOnFalse())
    return getOnTrue();
  if (isSplatOf(adaptor.getPredicate(), 1.0))
    return getOnTrue();
  if (isSplatOf(adaptor.getPredicate(), 0.0))
    return getOnFalse();
  if (adaptor.getOnTrue() && adaptor.getOnTrue() == adaptor.getOnFalse())
    return adaptor.getOnTrue();
  return {};
}

OpFoldResult ConvertOp::fold(FoldAdaptor adaptor) {
  if (getOperand().getType() == getType())
    return getOperand();
  return foldConstants(*this, adaptor.getOperands());
}

// Widening is exact, so that narrowing again undoes it; the other way round a
// rounding would get lost.
OpFoldResult CastOp::fold(FoldAdaptor adaptor) {
  auto inner = getOperand().getDefiningOp<CastOp>();
  if (inner && inner.getFormat() == Format::f32 &&
      inner.getOperand().getType() == getType())
    return inner.getOperand();
  if (getFormat() == Format::f32 && getOperand().getType() == getType())
    return getOperand();
  return foldConstants(*this, adaptor.getOperands());
}

} // namespace mpc
