//===- CpuFeaturesTest.cpp - what this CPU can do -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CpuFeatures.h"

#include <gtest/gtest.h>

using namespace mpcrt;

TEST(CpuFeatures, agree_with_the_compilers) {
  __builtin_cpu_init();
#define EXPECT_SAME(name)                                                      \
  EXPECT_EQ(cpuHasFeature(name), __builtin_cpu_supports(name) != 0) << name
  EXPECT_SAME("sse2");
  EXPECT_SAME("sse4.2");
  EXPECT_SAME("popcnt");
  EXPECT_SAME("avx");
  EXPECT_SAME("avx2");
  EXPECT_SAME("fma");
  EXPECT_SAME("bmi");
  EXPECT_SAME("bmi2");
  EXPECT_SAME("avx512f");
  EXPECT_SAME("avx512bw");
  EXPECT_SAME("avx512dq");
  EXPECT_SAME("avx512vl");
  EXPECT_SAME("avx512vbmi");
  EXPECT_SAME("avx512vnni");
#undef EXPECT_SAME
}

TEST(CpuFeatures, unknown_ones_are_missing) {
  EXPECT_FALSE(cpuHasFeature(""));
  EXPECT_FALSE(cpuHasFeature("avx"
                             "1024"));
  EXPECT_FALSE(cpuHasFeature("AVX2"));
}
