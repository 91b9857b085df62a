//===- Activation.cpp - nonlinearities of networks ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// 16-bit floats are widened once, not at every step. In a formula, x is the
// operand, d the adjoint of the result.
//
//===----------------------------------------------------------------------===//

#include "../GraphBuilder.h"

using namespace mlir;

namespace mpc {

using Formula = llvm::function_ref<Value(GraphBuilder &, Value)>;

/// The formula of x.
template <typename OpTy>
static SmallVector<Value> buildResult(OpTy op, OpBuilder &builder,
                                      Formula formula) {
  GraphBuilder g(op.getLoc(), builder);
  Value result = formula(g, g.widen(op.getOperand()));
  return {g.convert(result, op.getType().getElementType())};
}

/// d times the formula of x.
template <typename OpTy>
static SmallVector<Value> buildSlope(OpTy op, OpBuilder &builder,
                                     ValueRange adjoints, Formula slope) {
  return buildResult(op, builder, [&](GraphBuilder &g, Value x) {
    return g.mul(g.widen(adjoints[0]), slope(g, x));
  });
}

static Value isAbove(GraphBuilder &g, Value x, double limit) {
  return g.compare(Comparison::gt, x, g.like(x, limit));
}

static Value isBelow(GraphBuilder &g, Value x, double limit) {
  return g.compare(Comparison::lt, x, g.like(x, limit));
}

//===----------------------------------------------------------------------===//
// silu and softplus
//===----------------------------------------------------------------------===//

SmallVector<Value> SiluOp::decompose(OpBuilder &builder) {
  return buildResult(*this, builder, [](GraphBuilder &g, Value x) {
    return g.mul(x, g.logistic(x));
  });
}

// s (1 + x (1 - s)), where s is the logistic function
SmallVector<Value> SiluOp::buildAdjoint(OpBuilder &builder,
                                        ValueRange adjoints) {
  return buildSlope(*this, builder, adjoints, [](GraphBuilder &g, Value x) {
    Value s = g.logistic(x);
    Value rest = g.mul(x, g.sub(g.like(s, 1.0), s));
    return g.mul(s, g.add(rest, 1.0));
  });
}

SmallVector<Value> SoftplusOp::decompose(OpBuilder &builder) {
  return buildResult(*this, builder, [](GraphBuilder &g, Value x) {
    Value fall = g.exp(g.neg(g.abs(x)));
    return g.add(g.max(x, g.zero(x)), g.log1p(fall));
  });
}

SmallVector<Value> SoftplusOp::buildAdjoint(OpBuilder &builder,
                                            ValueRange adjoints) {
  return buildSlope(*this, builder, adjoints, [](GraphBuilder &g, Value x) {
    return g.logistic(x);
  });
}

//===----------------------------------------------------------------------===//
// elu and leaky_relu
//===----------------------------------------------------------------------===//

SmallVector<Value> EluOp::decompose(OpBuilder &builder) {
  return buildResult(*this, builder, [&](GraphBuilder &g, Value x) {
    Value below = g.mul(g.expm1(x), getAlpha().convertToDouble());
    return g.select(isAbove(g, x, 0.0), x, below);
  });
}

// From x: the result plus alpha would cancel where exp(x) is small.
SmallVector<Value> EluOp::buildAdjoint(OpBuilder &builder,
                                       ValueRange adjoints) {
  return buildSlope(*this, builder, adjoints, [&](GraphBuilder &g, Value x) {
    Value below = g.mul(g.exp(x), getAlpha().convertToDouble());
    return g.select(isAbove(g, x, 0.0), g.like(x, 1.0), below);
  });
}

SmallVector<Value> LeakyReluOp::decompose(OpBuilder &builder) {
  return buildResult(*this, builder, [&](GraphBuilder &g, Value x) {
    Value below = g.mul(x, getSlope().convertToDouble());
    return g.select(isAbove(g, x, 0.0), x, below);
  });
}

SmallVector<Value> LeakyReluOp::buildAdjoint(OpBuilder &builder,
                                             ValueRange adjoints) {
  return buildSlope(*this, builder, adjoints, [&](GraphBuilder &g, Value x) {
    return g.select(isAbove(g, x, 0.0), g.like(x, 1.0),
                    g.like(x, getSlope().convertToDouble()));
  });
}

//===----------------------------------------------------------------------===//
// relu6 and hard_swish
//===----------------------------------------------------------------------===//

/// min(max(x, 0), 6)
static Value buildRelu6(GraphBuilder &g, Value x) {
  return g.min(g.max(x, g.zero(x)), g.like(x, 6.0));
}

SmallVector<Value> Relu6Op::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  return {buildRelu6(g, getOperand())};
}

// From the result, so that x need not be kept.
SmallVector<Value> Relu6Op::buildAdjoint(OpBuilder &builder,
                                         ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  Value y = getResult();
  Value isInside = g.both(isAbove(g, y, 0.0), isBelow(g, y, 6.0));
  return {g.select(isInside, adjoints[0], g.zero(adjoints[0]))};
}

SmallVector<Value> HardSwishOp::decompose(OpBuilder &builder) {
  return buildResult(*this, builder, [](GraphBuilder &g, Value x) {
    return g.mul(g.mul(x, buildRelu6(g, g.add(x, 3.0))), 1.0 / 6.0);
  });
}

// 0 below -3, x / 3 + 1 / 2 up to 3, then 1
SmallVector<Value> HardSwishOp::buildAdjoint(OpBuilder &builder,
                                             ValueRange adjoints) {
  return buildSlope(*this, builder, adjoints, [](GraphBuilder &g, Value x) {
    Value slope = g.add(g.mul(x, 1.0 / 3.0), 0.5);
    Value upper = g.select(isAbove(g, x, 3.0), g.like(x, 1.0), slope);
    return g.select(isBelow(g, x, -3.0), g.zero(x), upper);
  });
}

} // namespace mpc
