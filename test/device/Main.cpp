//===- Main.cpp - contractions on the emulated device ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// --all tries every case, not a sample of them. --machine takes the machine's own
// GPU, of sm_90, and the NVRTC that MPC_NVRTC names.
//
//===----------------------------------------------------------------------===//

#include "ContractionCases.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

int main(int argc, char **argv) {
  for (int i = 1; i < argc; ++i)
    mpc::test::isMachine |= std::string_view(argv[i]) == "--machine";
  if (mpc::test::isMachine)
    setenv("MPC_LIBCUDA", "libcuda.so.1", 0);
  // Of the emulated chips the one that has all forms of products.
  setenv("MPC_EMULATOR_ARCH", "90", 0);
  // Cases are made while GoogleTest is initialised.
  for (int i = 1; i < argc; ++i)
    mpc::test::triesAll |= std::string_view(argv[i]) == "--all";
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
