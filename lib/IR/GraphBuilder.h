//===- GraphBuilder.h - writes mpc ops as formulas ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Adjoints and decompositions are formulas; this makes them read as such.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_IR_GRAPHBUILDER_H
#define MPC_LIB_IR_GRAPHBUILDER_H

#include "mpc/IR/Mpc.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mpc {

class GraphBuilder : public mlir::ImplicitLocOpBuilder {
public:
  using Value = mlir::Value;
  using Dims = llvm::ArrayRef<int64_t>;

  GraphBuilder(mlir::Location loc, const mlir::OpBuilder &builder)
      : ImplicitLocOpBuilder(loc, builder) {}

  /// A constant of `type` with all elements equal to `value`.
  Value splat(mlir::Type type, double value);
  /// Such a constant of the type of `x`.
  Value like(Value x, double value) { return splat(x.getType(), value); }
  /// The same for integers, of which doubles do not know all.
  Value likeInteger(Value x, int64_t value);
  Value zero(Value x) { return like(x, 0.0); }

  Value add(Value x, Value y) { return AddOp::create(*this, x, y); }
  Value sub(Value x, Value y) { return SubOp::create(*this, x, y); }
  Value mul(Value x, Value y) { return MulOp::create(*this, x, y); }
  Value div(Value x, Value y) { return DivOp::create(*this, x, y); }
  Value max(Value x, Value y) { return MaxOp::create(*this, x, y); }
  Value min(Value x, Value y) { return MinOp::create(*this, x, y); }
  Value pow(Value x, Value y) { return PowOp::create(*this, x, y); }
  Value add(Value x, double y) { return add(x, like(x, y)); }
  Value mul(Value x, double y) { return mul(x, like(x, y)); }
  Value neg(Value x) { return NegOp::create(*this, x); }
  Value abs(Value x) { return AbsOp::create(*this, x); }
  Value exp(Value x) { return ExpOp::create(*this, x); }
  Value expm1(Value x) { return Expm1Op::create(*this, x); }
  Value log(Value x) { return LogOp::create(*this, x); }
  Value rsqrt(Value x) { return RsqrtOp::create(*this, x); }
  Value log1p(Value x) { return Log1pOp::create(*this, x); }
  Value logistic(Value x) { return LogisticOp::create(*this, x); }
  Value tanh(Value x) { return TanhOp::create(*this, x); }
  Value erf(Value x) { return ErfOp::create(*this, x); }
  Value sin(Value x) { return SinOp::create(*this, x); }
  Value cos(Value x) { return CosOp::create(*this, x); }

  Value compare(Comparison comparison, Value x, Value y) {
    return CompareOp::create(*this, predicateType(x.getType()), comparison, x,
                             y);
  }
  Value select(Value predicate, Value x, Value y) {
    return SelectOp::create(*this, x.getType(), predicate, x, y);
  }
  Value both(Value p, Value q) { return AndOp::create(*this, p, q); }
  Value either(Value p, Value q) { return OrOp::create(*this, p, q); }
  Value no(Value p) { return NotOp::create(*this, p); }

  /// `x` with elements of `element`; `x` itself if it has them.
  Value convert(Value x, mlir::Type element);
  /// `x` in the format that arithmetic happens in: f32 for 16-bit floats.
  Value widen(Value x);

  /// The same elements under another shape.
  Value reshape(Value x, Dims shape);
  Value reduce(Reduction reduction, Value x, Dims dims);
  /// Dimension d of `x` becomes dims[d] of `type`.
  Value broadcast(Value x, mlir::Type type, Dims dims);
  /// Repeats `x` along the dimensions `reduced` that reducing a tensor shaped
  /// as `like` has removed.
  Value spread(Value x, Value like, Dims reduced);
};

/// Returns 0 .. rank - 1 without `dims`.
llvm::SmallVector<int64_t> remainingDims(int64_t rank,
                                         llvm::ArrayRef<int64_t> dims);

/// Returns true if elements of `value` have derivatives.
bool isDifferentiable(mlir::Value value);

} // namespace mpc

#endif // MPC_LIB_IR_GRAPHBUILDER_H
