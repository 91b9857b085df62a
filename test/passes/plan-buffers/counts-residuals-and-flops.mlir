// RUN: mpc-opt %s -mpc-form-kernels -mpc-lower-kernels -mpc-plan-buffers | FileCheck %s

// The 4x2 product is kept for the adjoint; the input is not counted.
// CHECK-LABEL: func.func @train
// CHECK-SAME: mpc.contraction_flops = 256 : i64
// CHECK-SAME: mpc.contraction_flops_16bit = 0 : i64
// CHECK-SAME: mpc.residual_bytes = 32 : i64
func.func @train(%x: tensor<4x8xf32> {mpc.input = "x"}, %w: tensor<8x2xf32> {mpc.input = "w"})
    -> (tensor<8x2xf32> {mpc.result = "d"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<4x8xf32>, tensor<8x2xf32>) -> tensor<4x2xf32>
  %1 = mpc.dot_general %x, %0 contract [0] x [0] {mpc.adjoint}
      : (tensor<4x8xf32>, tensor<4x2xf32>) -> tensor<8x2xf32>
  return %1 : tensor<8x2xf32>
}

// CHECK-LABEL: func.func @low
// CHECK-SAME: mpc.contraction_flops_16bit = 128 : i64
func.func @low(%x: tensor<4x8xf16> {mpc.input = "x"}, %w: tensor<8x2xf16> {mpc.input = "w"})
    -> (tensor<4x2xf16> {mpc.result = "y"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<4x8xf16>, tensor<8x2xf16>) -> tensor<4x2xf16>
  return %0 : tensor<4x2xf16>
}
