// RUN: mpc-opt %s -mpc-form-kernels -mpc-lower-kernels | FileCheck %s

// One maximum, one exp and one sum of exponentials serve both.
// CHECK-LABEL: func.func @takes_one_maximum_and_one_sum
// CHECK-COUNT-1: arith.maximumf
// CHECK-NOT: arith.maximumf
// CHECK-COUNT-1: math.exp
// CHECK-NOT: math.exp
// CHECK: math.log
// CHECK-NOT: arith.maximumf
// CHECK-NOT: math.exp
// CHECK: mpc.yield
func.func @takes_one_maximum_and_one_sum(%x: tensor<8x10xf32>)
    -> (tensor<8x10xf32>, tensor<8x10xf32>) {
  %0 = mpc.log_softmax %x dim 1 : tensor<8x10xf32>
  %1 = mpc.softmax %x dim 1 {mpc.adjoint} : tensor<8x10xf32>
  return %0, %1 : tensor<8x10xf32>, tensor<8x10xf32>
}
