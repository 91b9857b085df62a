//===- Steps.h - the steps that f32 sequences are made of -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_MATH_STEPS_H
#define MPC_LIB_CODEGEN_MATH_STEPS_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

#include <initializer_list>

namespace mpc {

/// Emits single steps on values shaped as the argument of an expansion.
class Steps {
public:
  using Compare = mlir::arith::CmpFPredicate;

  Steps(mlir::ImplicitLocOpBuilder &b, mlir::Value shape)
      : b(b), floatType(shape.getType()), intType(integersLike(floatType)) {}

  mlir::Value constant(float value);
  mlir::Value integer(uint32_t value);

  mlir::Value add(mlir::Value x, mlir::Value y);
  mlir::Value sub(mlir::Value x, mlir::Value y);
  mlir::Value mul(mlir::Value x, mlir::Value y);
  mlir::Value div(mlir::Value x, mlir::Value y);
  mlir::Value neg(mlir::Value x);
  mlir::Value abs(mlir::Value x);
  mlir::Value fma(mlir::Value x, mlir::Value y, mlir::Value z);
  mlir::Value select(mlir::Value condition, mlir::Value x, mlir::Value y);
  mlir::Value compare(Compare predicate, mlir::Value x, mlir::Value y);
  mlir::Value compare(Compare predicate, mlir::Value x, float y);
  mlir::Value both(mlir::Value x, mlir::Value y);
  mlir::Value either(mlir::Value x, mlir::Value y);

  /// c0 + x (c1 + x (c2 + …)), each step one fma.
  mlir::Value polynomial(mlir::Value x, std::initializer_list<float> c);

  // One minimum or maximum instruction on hosts; unlike arith.minimumf it
  // keeps nan without further steps.
  mlir::Value atMost(mlir::Value x, float limit);
  mlir::Value atLeast(mlir::Value x, float limit);

  mlir::Value bits(mlir::Value x);
  mlir::Value fromBits(mlir::Value x);
  /// The sign of `x`, for a `magnitude` that is not negative.
  mlir::Value withSignOf(mlir::Value magnitude, mlir::Value x);
  /// x or, where the lowest of `bits` is set, -x.
  mlir::Value negateIfOdd(mlir::Value x, mlir::Value bits);
  /// Rounds down.
  mlir::Value floor(mlir::Value x);

  /// 2^exponent (1 + fraction) with 1 + fraction in [low, 2 low).
  struct Split {
    mlir::Value exponent, fraction;
  };
  /// Splits a positive x, exactly.
  Split split(mlir::Value x, float low);
  /// Splits 1 + x for x > -1; only the fraction is rounded.
  Split splitOnePlus(mlir::Value x, float low);

  /// An integer-valued float n, and the bits of a float whose low 9 bits are
  /// n + bias.
  struct Rounded {
    mlir::Value n, bits;
  };
  /// Rounds x * factor, which must be below 2^22.
  Rounded round(mlir::Value x, float factor, int bias);

  /// 2^n, from the bits of n with bias 127.
  mlir::Value powerOfTwo(mlir::Value bits);
  /// x * 2^n with one rounding even if 2^n or the result is not normal; `bits`
  /// are those of n with bias `wideBias`.
  mlir::Value scale(mlir::Value x, mlir::Value bits);
  static constexpr int wideBias = 254;

private:
  static mlir::Type integersLike(mlir::Type type);
  mlir::Value splat(mlir::Type type, mlir::TypedAttr value);
  /// 2^23 n, where 2^n [low, 2 low) holds x.
  mlir::Value exponentField(mlir::Value x, float low);
  mlir::Value exponentOf(mlir::Value field, mlir::Value offset);
  /// x / 2^n, from 2^23 n.
  mlir::Value unscale(mlir::Value x, mlir::Value field);

  mlir::ImplicitLocOpBuilder &b;
  mlir::Type floatType, intType;
};

} // namespace mpc

#endif // MPC_LIB_CODEGEN_MATH_STEPS_H
