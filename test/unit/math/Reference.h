//===- Reference.h - what each function should give -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// References in double are fast and within some 1e-9 f32 ulp of the truth;
// the 128-bit ones prove that on a sample.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_UNIT_MATH_REFERENCE_H
#define MPC_TEST_UNIT_MATH_REFERENCE_H

namespace mpc::test {

using Quad = __float128;

struct Reference {
  double (*fast)(double x, double y);
  Quad (*exact)(Quad x, Quad y);
};

extern const Reference exp, expm1, log, log1p, tanh, erf, logistic, rsqrt, sin,
    cos, pow;

} // namespace mpc::test

#endif // MPC_TEST_UNIT_MATH_REFERENCE_H
