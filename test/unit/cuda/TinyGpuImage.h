//===- TinyGpuImage.h - the tiny engine with code for a GPU ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_CUDA_TINYGPUIMAGE_H
#define MPC_TEST_CUDA_TINYGPUIMAGE_H

#include <string>

namespace mpcrt::test {

/// The engine of tinyGpuSpec() with code for the host and for sm_80, which the
/// library that MPC_NVRTC names compiles once.
const std::string &tinyGpuImage();

} // namespace mpcrt::test

#endif // MPC_TEST_CUDA_TINYGPUIMAGE_H
