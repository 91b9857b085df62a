// RUN: mpc-opt %s -mpc-form-kernels=fusion=false | FileCheck %s

// CHECK-LABEL: func.func @gives_each_op_a_kernel
// CHECK: mpc.kernel contraction
// CHECK-NEXT: mpc.dot_general
// CHECK-NEXT: mpc.yield
// CHECK: mpc.kernel pointwise
// CHECK-NEXT: mpc.broadcast
// CHECK-NEXT: mpc.yield
// CHECK: mpc.kernel pointwise
// CHECK-NEXT: mpc.add
// CHECK-NEXT: mpc.yield
// CHECK: mpc.kernel pointwise
// CHECK-NEXT: mpc.constant
// CHECK-NEXT: mpc.mul
// CHECK-NEXT: mpc.yield
// CHECK-NOT: mpc.kernel
func.func @gives_each_op_a_kernel(%x: tensor<8x4xf32>, %w: tensor<4x16xf32>,
                                  %b: tensor<16xf32>) -> tensor<8x16xf32> {
  %half = mpc.constant dense<0.5> : tensor<8x16xf32>
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x16xf32>) -> tensor<8x16xf32>
  %1 = mpc.broadcast %b dims [1] : tensor<16xf32> -> tensor<8x16xf32>
  %2 = mpc.add %0, %1 : tensor<8x16xf32>
  %3 = mpc.mul %2, %half : tensor<8x16xf32>
  return %3 : tensor<8x16xf32>
}
