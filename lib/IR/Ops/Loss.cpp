//===- Loss.cpp - how far predictions are from targets --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// 16-bit floats are widened once, not at every step. In a formula, x is the
// prediction, t the target, e = x - t and d the adjoint of the result.
//
//===----------------------------------------------------------------------===//

#include "../GraphBuilder.h"
#include "../Verify.h"

using namespace mlir;

namespace mpc {

/// The formula of x and t.
static SmallVector<Value>
buildLoss(Operation *op, OpBuilder &builder,
          llvm::function_ref<Value(GraphBuilder &, Value, Value)> formula) {
  GraphBuilder g(op->getLoc(), builder);
  Value result = formula(g, g.widen(op->getOperand(0)),
                         g.widen(op->getOperand(1)));
  return {g.convert(result, getElementTypeOrSelf(op->getResult(0)))};
}

/// The adjoints of x and, its opposite, of t, where the slope is that of e.
static SmallVector<Value>
buildErrorAdjoint(Operation *op, OpBuilder &builder, ValueRange adjoints,
                  llvm::function_ref<Value(GraphBuilder &, Value)> slope) {
  GraphBuilder g(op->getLoc(), builder);
  Value e = g.sub(g.widen(op->getOperand(0)), g.widen(op->getOperand(1)));
  Value wide = g.mul(g.widen(adjoints[0]), slope(g, e));
  Value result = g.convert(wide, getElementTypeOrSelf(op->getResult(0)));
  return {result, g.neg(result)};
}

//===----------------------------------------------------------------------===//
// squared_error and huber
//===----------------------------------------------------------------------===//

SmallVector<Value> SquaredErrorOp::decompose(OpBuilder &builder) {
  return buildLoss(*this, builder, [](GraphBuilder &g, Value x, Value t) {
    Value e = g.sub(x, t);
    return g.mul(e, e);
  });
}

// 2 e
SmallVector<Value> SquaredErrorOp::buildAdjoint(OpBuilder &builder,
                                                ValueRange adjoints) {
  return buildErrorAdjoint(*this, builder, adjoints,
                           [](GraphBuilder &g, Value e) { return g.mul(e, 2.0); });
}

// C1
LogicalResult HuberOp::verify() {
  double delta = getDelta().convertToDouble();
  if (delta > 0)
    return success();
  return Check(*this).fail("expects delta > 0, but got " +
                           std::to_string(delta));
}

SmallVector<Value> HuberOp::decompose(OpBuilder &builder) {
  double delta = getDelta().convertToDouble();
  return buildLoss(*this, builder, [&](GraphBuilder &g, Value x, Value t) {
    Value e = g.sub(x, t), size = g.abs(e);
    Value isFar = g.compare(Comparison::gt, size, g.like(size, delta));
    Value far = g.mul(g.add(size, -delta / 2), delta);
    return g.select(isFar, far, g.mul(g.mul(e, e), 0.5));
  });
}

// e, between -delta and delta
SmallVector<Value> HuberOp::buildAdjoint(OpBuilder &builder,
                                         ValueRange adjoints) {
  double delta = getDelta().convertToDouble();
  return buildErrorAdjoint(
      *this, builder, adjoints, [&](GraphBuilder &g, Value e) {
        return g.min(g.max(e, g.like(e, -delta)), g.like(e, delta));
      });
}

//===----------------------------------------------------------------------===//
// binary_cross_entropy
//===----------------------------------------------------------------------===//

SmallVector<Value> BinaryCrossEntropyOp::decompose(OpBuilder &builder) {
  return buildLoss(*this, builder, [](GraphBuilder &g, Value x, Value t) {
    Value fall = g.log1p(g.exp(g.neg(g.abs(x))));
    return g.add(g.sub(g.max(x, g.zero(x)), g.mul(x, t)), fall);
  });
}

// d (logistic(x) - t) and -d x
SmallVector<Value> BinaryCrossEntropyOp::buildAdjoint(OpBuilder &builder,
                                                      ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  Value x = g.widen(getLogits()), d = g.widen(adjoints[0]);
  Value logits = g.mul(d, g.sub(g.logistic(x), g.widen(getTarget())));
  Type element = getType().getElementType();
  return {g.convert(logits, element), g.convert(g.neg(g.mul(d, x)), element)};
}

} // namespace mpc
