//===- ExpandMath.td - f32 math as exact steps -------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_EXPANDMATH_TD
#define MPC_PASSES_EXPANDMATH_TD

include "mlir/Pass/PassBase.td"

def ExpandMathPass : Pass<"mpc-expand-math", "::mlir::func::FuncOp"> {
  let summary = "Expands f32 math to steps that are exact on every target";
  let description = [{
    Replaces math.exp, expm1, log, log1p, tanh, erf, sin, cos, powf and rsqrt
    by a sequence of steps if all of:

    - the element type is f32;
    - the operand is a scalar or a vector.

    The steps are arith ops and those math ops that every target has as one
    correctly rounded instruction: fma, sqrt, floor, absf. So the bits of a
    result depend neither on a math library nor on the target. Bounds, proven
    by `mpc-ulp-test` over all of f32: 2 ulp; pow 8 ulp; sin and cos 2 ulp for
    |x| <= 1e5 and within [-1, 1] beyond. Zeros, infinities, nan and denormals
    follow IEEE 754 and C99 annex F.

    Does not touch f64, which calls the C library on hosts, nor 16-bit types,
    which kernels widen before they compute; with `fast`, neither exp, log nor
    1 / sqrt(x), which becomes rsqrt.

    ```mlir
    %y = math.rsqrt %x : f32
    // becomes
    %one = arith.constant 1.0 : f32
    %root = math.sqrt %x : f32
    %y = arith.divf %one, %root : f32
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::math::MathDialect"];
  let options = [
    Option<"fast", "fast", "bool", "false",
           "leave exp, log and rsqrt to what the target has for them: fewer "
           "instructions, other bits on other targets">
  ];
}

#endif // MPC_PASSES_EXPANDMATH_TD
