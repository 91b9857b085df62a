//===- Linear.h - a model that compiles in an instant ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_UNIT_COMPILER_LINEAR_H
#define MPC_TEST_UNIT_COMPILER_LINEAR_H

#include "mpc/Compiler.h"

#include <cstdlib>
#include <string>

inline const std::string kLinear = R"(
func.func @train(
    %x: tensor<8x4xf32> {mpc.input = "x"}, %y: tensor<8x3xf32> {mpc.input = "y"},
    %w: tensor<4x3xf32> {mpc.param = "w", mpc.init = #mpc.init<xavier_uniform>})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %z = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x3xf32>) -> tensor<8x3xf32> loc("fc")
  %losses = mpc.squared_error %z, %y : tensor<8x3xf32>
  %loss = mpc.reduce mean, %losses dims [0, 1] : tensor<8x3xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
)";

/// Its second factor has too many rows.
inline const std::string kWrong = R"(
func.func @train(%x: tensor<8x4xf32> {mpc.input = "x"},
                 %w: tensor<5x3xf32> {mpc.param = "w"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %z = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<5x3xf32>) -> tensor<8x3xf32>
  %loss = mpc.reduce mean, %z dims [0, 1] : tensor<8x3xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
)";

/// The stand-ins for a GPU, from here on.
inline void emulateGpu() {
  setenv("MPC_LIBCUDA", MPC_EMULATED_CUDA, 1);
  setenv("MPC_NVRTC", MPC_EMULATED_NVRTC, 1);
}

inline mpc::CompileResult compileLinear(const mpc::CompileOptions &options) {
  return mpc::compileText(kLinear, "linear.mlir", options);
}

#endif // MPC_TEST_UNIT_COMPILER_LINEAR_H
