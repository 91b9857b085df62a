//===- Main.cpp - kernels of all ops on the emulated device ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// --all tries every case, not a sample of them.
//
//===----------------------------------------------------------------------===//

#include "Case.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

static bool all = false;

bool kernels::triesAll() { return all; }

int main(int argc, char **argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i)
    all |= std::string_view(argv[i]) == "--all";
  // The stand-ins take the place of what a GPU has.
  setenv("MPC_LIBCUDA", MPC_EMULATED_CUDA, 0);
  setenv("MPC_NVRTC", MPC_EMULATED_NVRTC, 0);
  setenv("MPC_CACHE_DIR", MPC_TEST_CACHE, 0);
  return RUN_ALL_TESTS();
}
