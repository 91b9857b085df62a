//===- Elementwise.cpp - adjoints of elementwise ops ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Scalar bodies stand in the rows; folds in ElementwiseFolds.cpp. In a formula,
// x and y are operands, z is the result and d its adjoint.
//
//===----------------------------------------------------------------------===//

#include "../GraphBuilder.h"
#include "../Verify.h"

using namespace mlir;

namespace mpc {

using Adjoints = SmallVector<Value>;

/// The adjoint of a unary op, whose formula is given.
static Adjoints
buildUnary(Operation *op, OpBuilder &builder, ValueRange adjoints,
           llvm::function_ref<Value(GraphBuilder &, Value)> formula) {
  if (!isDifferentiable(op->getResult(0)))
    return {Value()};
  GraphBuilder g(op->getLoc(), builder);
  return {formula(g, adjoints[0])};
}

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

Adjoints NegOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints,
                    [](GraphBuilder &g, Value d) { return g.neg(d); });
}

Adjoints AbsOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    Value x = getOperand(), zero = g.zero(x);
    Value isNegative = g.compare(Comparison::lt, x, zero);
    Value isPositive = g.compare(Comparison::gt, x, zero);
    return g.select(isPositive, d, g.select(isNegative, g.neg(d), zero));
  });
}

// Constant almost everywhere, so the loss does not depend on x through them.
Adjoints FloorOp::buildAdjoint(OpBuilder &, ValueRange) { return {Value()}; }
Adjoints CeilOp::buildAdjoint(OpBuilder &, ValueRange) { return {Value()}; }
Adjoints RoundOp::buildAdjoint(OpBuilder &, ValueRange) { return {Value()}; }
Adjoints SignOp::buildAdjoint(OpBuilder &, ValueRange) { return {Value()}; }

Adjoints ExpOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    return g.mul(d, getResult());
  });
}

Adjoints Expm1Op::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    return g.mul(d, g.add(getResult(), 1.0));
  });
}

Adjoints LogOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    return g.div(d, getOperand());
  });
}

Adjoints Log1pOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    return g.div(d, g.add(getOperand(), 1.0));
  });
}

// d / 2z
Adjoints SqrtOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    return g.div(g.mul(d, 0.5), getResult());
  });
}

// -d z^3 / 2
Adjoints RsqrtOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    Value z = getResult();
    return g.mul(g.mul(d, -0.5), g.mul(g.mul(z, z), z));
  });
}

// d (1 - z^2)
Adjoints TanhOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    Value z = getResult();
    return g.mul(d, g.sub(g.like(z, 1.0), g.mul(z, z)));
  });
}

// d z (1 - z)
Adjoints LogisticOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    Value z = getResult();
    return g.mul(d, g.mul(z, g.sub(g.like(z, 1.0), z)));
  });
}

// d 2 / sqrt(pi) exp(-x^2)
Adjoints ErfOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    Value x = getOperand();
    Value bell = g.exp(g.neg(g.mul(x, x)));
    return g.mul(d, g.mul(bell, 1.1283791670955126));
  });
}

Adjoints SinOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    return g.mul(d, g.cos(getOperand()));
  });
}

Adjoints CosOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildUnary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    return g.neg(g.mul(d, g.sin(getOperand())));
  });
}

Adjoints ConvertOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  if (!isDifferentiable(getOperand()) || !isDifferentiable(getResult()))
    return {Value()};
  GraphBuilder g(getLoc(), builder);
  return {g.convert(adjoints[0], getOperand().getType().getElementType())};
}

//===----------------------------------------------------------------------===//
// Two operands
//===----------------------------------------------------------------------===//

/// The adjoint of a binary op, whose formulas are given.
static Adjoints
buildBinary(Operation *op, OpBuilder &builder, ValueRange adjoints,
            llvm::function_ref<Adjoints(GraphBuilder &, Value)> formulas) {
  if (!isDifferentiable(op->getResult(0)))
    return {Value(), Value()};
  GraphBuilder g(op->getLoc(), builder);
  return formulas(g, adjoints[0]);
}

Adjoints AddOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildBinary(*this, builder, adjoints,
                     [](GraphBuilder &, Value d) { return Adjoints{d, d}; });
}

Adjoints SubOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildBinary(*this, builder, adjoints, [](GraphBuilder &g, Value d) {
    return Adjoints{d, g.neg(d)};
  });
}

Adjoints MulOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildBinary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    return Adjoints{g.mul(d, getRhs()), g.mul(d, getLhs())};
  });
}

// d / y and -(d / y) z
Adjoints DivOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildBinary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    Value lhs = g.div(d, getRhs());
    return Adjoints{lhs, g.neg(g.mul(lhs, getResult()))};
  });
}

/// The adjoint of max and min, where `taken` is the comparison under which the
/// left operand is the result.
static Adjoints buildChoice(GraphBuilder &g, Value d, Comparison taken, Value x,
                            Value y) {
  Value zero = g.zero(d), half = g.mul(d, 0.5);
  Value isTie = g.compare(Comparison::eq, x, y);
  Value isTaken = g.compare(taken, x, y);
  return {g.select(isTie, half, g.select(isTaken, d, zero)),
          g.select(isTie, half, g.select(isTaken, zero, d))};
}

Adjoints MaxOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildBinary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    return buildChoice(g, d, Comparison::gt, getLhs(), getRhs());
  });
}

Adjoints MinOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildBinary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    return buildChoice(g, d, Comparison::lt, getLhs(), getRhs());
  });
}

// d y x^(y - 1), which is 0 where y is (even at x = 0), and d z ln(x)
Adjoints PowOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  return buildBinary(*this, builder, adjoints, [&](GraphBuilder &g, Value d) {
    Value x = getLhs(), y = getRhs(), zero = g.zero(x);
    Value slope = g.mul(y, g.pow(x, g.add(y, -1.0)));
    Value lhs =
        g.select(g.compare(Comparison::eq, y, zero), zero, g.mul(d, slope));
    Value rhs = g.select(g.compare(Comparison::le, x, zero), zero,
                         g.mul(d, g.mul(getResult(), g.log(x))));
    return Adjoints{lhs, rhs};
  });
}

//===----------------------------------------------------------------------===//
// Three operands
//===----------------------------------------------------------------------===//

Adjoints SelectOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value(), Value(), Value()};
  GraphBuilder g(getLoc(), builder);
  Value d = adjoints[0], zero = g.zero(d);
  return {Value(), g.select(getPredicate(), d, zero),
          g.select(getPredicate(), zero, d)};
}

Adjoints ClampOp::buildAdjoint(OpBuilder &builder, ValueRange adjoints) {
  if (!isDifferentiable(getResult()))
    return {Value(), Value(), Value()};
  GraphBuilder g(getLoc(), builder);
  Value d = adjoints[0], zero = g.zero(d);
  Value isBelow = g.compare(Comparison::lt, getOperand(), getLow());
  Value isAbove = g.compare(Comparison::gt, getOperand(), getHigh());
  // min comes last, so that high wins in an interval that is none.
  Value isEmpty = g.compare(Comparison::gt, getLow(), getHigh());
  Value takesLow = g.both(isBelow, g.no(isEmpty));
  Value takesHigh = g.either(isAbove, g.both(isBelow, isEmpty));
  return {g.select(takesLow, d, zero),
          g.select(g.either(isBelow, isAbove), zero, d),
          g.select(takesHigh, d, zero)};
}

//===----------------------------------------------------------------------===//
// Casts
//===----------------------------------------------------------------------===//

void CastOp::build(OpBuilder &builder, OperationState &state, Value operand,
                   Format format) {
  FloatType element = getStorage(format, builder.getContext());
  auto shape = cast<ShapedType>(operand.getType()).getShape();
  build(builder, state, RankedTensorType::get(shape, element), operand, format);
}

// C1
LogicalResult CastOp::verify() {
  Check check(*this);
  Type from = getOperand().getType().getElementType();
  Type to = getType().getElementType();
  Type stored = getStorage(getFormat(), getContext());
  if (to != stored)
    return check.fail("expects elements " + toText(stored) + " for format " +
                      stringifyFormat(getFormat()) + ", but got " + toText(to));
  if (from.isF32() || to.isF32())
    return success();
  return check.fail("expects operand or result to have elements f32, but got " +
                    toText(from) + " and " + toText(to));
}

} // namespace mpc
