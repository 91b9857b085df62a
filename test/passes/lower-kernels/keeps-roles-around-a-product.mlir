// RUN: mpc-opt %s -mpc-form-kernels -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: func.func @marks_prologue_main_and_epilogue
// CHECK: mpc.kernel contraction
// CHECK: mpc.role = "prologue"
// CHECK: arith.uitofp
// CHECK: mpc.algorithm = "contraction", mpc.role = "main"
// CHECK: arith.mulf
// CHECK: mpc.role = "epilogue"
// CHECK: math.exp
func.func @marks_prologue_main_and_epilogue(%x: tensor<8x4xui8>, %w: tensor<4x3xf32>)
    -> tensor<8x3xf32> {
  %0 = mpc.convert %x : tensor<8x4xui8> to tensor<8x4xf32>
  %1 = mpc.dot_general %0, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x3xf32>) -> tensor<8x3xf32>
  %2 = mpc.exp %1 : tensor<8x3xf32>
  return %2 : tensor<8x3xf32>
}
