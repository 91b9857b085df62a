//===- Image.h - the code that the stand-ins exchange ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the stand-in for libnvrtc calls a cubin: this, and then a shared object.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_IMAGE_H
#define MPC_TEST_EMULATOR_IMAGE_H

#include <cstdint>

namespace emulator {

struct ImageHeader {
  static constexpr char kMagic[16] = "mpc emulated 01";

  char magic[16];
  uint32_t arch;      // 80 of sm_80
  uint32_t isVirtual; // for this and all later architectures
  uint64_t size;      // of the shared object
};

} // namespace emulator

#endif // MPC_TEST_EMULATOR_IMAGE_H
