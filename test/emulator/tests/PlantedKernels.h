//===- PlantedKernels.h - kernels that use the device library -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Small kernels with ragged ends that together use most of runtime/device. All
// are kernel(in0, in1, out0, semaphores, workspace).
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_TESTS_PLANTEDKERNELS_H
#define MPC_TEST_EMULATOR_TESTS_PLANTEDKERNELS_H

#include <string_view>

namespace emulator::test {

struct PlantedKernel {
  const char *name;
  const char *text;
  int grid[2];
  int threads;
  // In bytes, and exactly what the kernel may touch.
  int in0, in1, out0, semaphores, workspace, shared;
  bool hasHalves = false; // the inputs are f16
  bool hasIndices = false; // in1 is 0, 0, 1, 1, 2, …
};

const PlantedKernel &findKernel(std::string_view name);

} // namespace emulator::test

#endif // MPC_TEST_EMULATOR_TESTS_PLANTEDKERNELS_H
