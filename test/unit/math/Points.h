//===- Points.h - where functions are tested ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_UNIT_MATH_POINTS_H
#define MPC_TEST_UNIT_MATH_POINTS_H

#include <cstdint>
#include <vector>

namespace mpc::test {

struct Point {
  float x, y;
};

float fromBits(uint32_t bits);
uint32_t toBits(float x);

/// Zeros, denormals, infinities, nan, and the places where results overflow,
/// round to a limit, or where a sequence changes its formula, with neighbours.
std::vector<Point> cornersOfOne();
/// All pairs of special values, odd and even numbers and fractions.
std::vector<Point> cornersOfTwo();

/// All f32 with 2^-8 <= |x| < 2^8, where most functions err most.
constexpr uint64_t denseCount = UINT64_C(1) << 28;
float denseAt(uint64_t index);

/// The index-th pair for pow: most so that the result is finite and not zero.
Point pairAt(uint64_t index);

} // namespace mpc::test

#endif // MPC_TEST_UNIT_MATH_POINTS_H
