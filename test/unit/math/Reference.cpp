//===- Reference.cpp - what each function should give ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reference.h"

#include <cmath>

// Of libquadmath, whose header only GCC finds.
extern "C" {
__float128 expq(__float128);
__float128 expm1q(__float128);
__float128 logq(__float128);
__float128 log1pq(__float128);
__float128 tanhq(__float128);
__float128 erfq(__float128);
__float128 sinq(__float128);
__float128 cosq(__float128);
__float128 sqrtq(__float128);
__float128 powq(__float128, __float128);
}

namespace mpc::test {

#define MPC_REFERENCE(name)                                                    \
  const Reference name = {[](double x, double) { return std::name(x); },       \
                          [](Quad x, Quad) { return name##q(x); }};
MPC_REFERENCE(exp)
MPC_REFERENCE(expm1)
MPC_REFERENCE(log)
MPC_REFERENCE(log1p)
MPC_REFERENCE(tanh)
MPC_REFERENCE(erf)
MPC_REFERENCE(sin)
MPC_REFERENCE(cos)
#undef MPC_REFERENCE

const Reference logistic = {
    [](double x, double) { return 1 / (1 + std::exp(-x)); },
    [](Quad x, Quad) { return 1 / (1 + expq(-x)); }};
const Reference rsqrt = {[](double x, double) { return 1 / std::sqrt(x); },
                         [](Quad x, Quad) { return 1 / sqrtq(x); }};
const Reference pow = {[](double x, double y) { return std::pow(x, y); },
                       [](Quad x, Quad y) { return powq(x, y); }};

} // namespace mpc::test
