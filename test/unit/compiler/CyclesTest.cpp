//===- CyclesTest.cpp - a process that compiles for days ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Linear.h"

#include <fstream>
#include <gtest/gtest.h>
#include <malloc.h>
#include <unistd.h>

using namespace mpc;

namespace {

/// What the process has in memory.
double residentMegabytes() {
  malloc_trim(0);
  long pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return double(resident) * double(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// Compiles `cycles` times, after as many that may leave something behind once,
/// such as tables of LLVM, and then expects no more than a megabyte of growth.
void expectFlatMemory(int warmUp, int cycles) {
  CompileOptions options;
  for (int i = 0; i < warmUp; ++i)
    ASSERT_TRUE(compileLinear(options));
  double before = residentMegabytes();
  for (int i = 0; i < cycles; ++i) {
    ASSERT_TRUE(compileLinear(options));
    ASSERT_FALSE(compileText(kWrong, "wrong.mlir", options));
  }
  double after = residentMegabytes();
  testing::Test::RecordProperty("growth", std::to_string(after - before));
  EXPECT_LT(after - before, 1.0) << before << " MB before, " << after << " after";
}

TEST(Cycles, leave_nothing_behind) { expectFlatMemory(5, 20); }

/// Slow: 200 of them.
TEST(Cycles, DISABLED_leave_nothing_behind_for_long) {
  expectFlatMemory(20, 200);
}

} // namespace
