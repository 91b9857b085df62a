//===- MathExpansion.h - f32 math as sequences of exact steps -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What exp, log and their kin are in f32, on every target: sequences of arith
// ops and of math ops that are one correctly rounded instruction everywhere
// (sqrt, fma, floor, absf). Results therefore depend neither on a libm nor on
// the target, as long as the target contracts nothing by itself.
//
// All sequences are free of branches and take f32 or vectors of f32.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_CODEGEN_MATHEXPANSION_H
#define MPC_CODEGEN_MATHEXPANSION_H

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/PatternMatch.h"

namespace mpc {

// At most 2 ulp for every f32, denormals included; zeros, infinities and nan,
// overflow and underflow as C99 annex F says.
mlir::Value expandExp(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value expandExpm1(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value expandLog(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value expandLog1p(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value expandTanh(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value expandErf(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value expandRsqrt(mlir::ImplicitLocOpBuilder &b, mlir::Value x);

/// At most 2 ulp for |x| <= 1e5, some value in [-1, 1] for larger finite x,
/// nan for infinities.
mlir::Value expandSin(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value expandCos(mlir::ImplicitLocOpBuilder &b, mlir::Value x);

/// At most 8 ulp, with all special cases of C99's pow.
mlir::Value expandPow(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                      mlir::Value y);

/// Rewrites math.exp, expm1, log, log1p, tanh, erf, rsqrt, sin, cos and powf
/// on f32 and vectors of f32 to these sequences; leaves other types alone and, if
/// `fast`, exp and log.
void populateMathExpansionPatterns(mlir::RewritePatternSet &patterns,
                                   bool fast = false);

} // namespace mpc

#endif // MPC_CODEGEN_MATHEXPANSION_H
