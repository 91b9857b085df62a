//===- Main.cpp - kernels of all ops on the emulated device ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// --all tries every case, not a sample of them. --machine takes the machine's own
// GPU instead of the emulated one, --chip=sm_90a compiles for that chip.
//
//===----------------------------------------------------------------------===//

#include "Case.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

static bool all = false;
static std::string chip = "sm_80";

bool kernels::triesAll() { return all; }

std::string kernels::getTargets() { return "host,cuda:" + chip; }

int main(int argc, char **argv) {
  testing::InitGoogleTest(&argc, argv);
  bool isMachine = false;
  for (int i = 1; i < argc; ++i) {
    std::string_view argument = argv[i];
    all |= argument == "--all";
    isMachine |= argument == "--machine";
    if (argument.starts_with("--chip="))
      chip = argument.substr(7);
  }
  if (!isMachine) {
    // The stand-ins take the place of what a GPU has.
    setenv("MPC_LIBCUDA", MPC_EMULATED_CUDA, 0);
    setenv("MPC_NVRTC", MPC_EMULATED_NVRTC, 0);
  }
  setenv("MPC_CACHE_DIR", MPC_TEST_CACHE, 0);
  return RUN_ALL_TESTS();
}
