// RUN: mpc-opt %s -split-input-file -mpc-form-kernels -mpc-lower-kernels | FileCheck %s

// What is left is a kernel of loops.
// CHECK-LABEL: @one_element_is_in_order
// CHECK: mpc.kernel algorithm "sort{{.*}}" domain [4, 1] reduced [] (%[[A:.*]] = %{{.*}} : tensor<4x1xf32>)
// CHECK-NOT: mpc.algorithm
// CHECK: %[[Z:.*]] = linalg.generic
// CHECK: mpc.yield %[[A]], %[[Z]] : tensor<4x1xf32>, tensor<4x1xi32>
func.func @one_element_is_in_order(%x: tensor<4x1xf32>) -> (tensor<4x1xf32>, tensor<4x1xi32>) {
  %v, %p = mpc.sort %x dim 1 : tensor<4x1xf32>
  return %v, %p : tensor<4x1xf32>, tensor<4x1xi32>
}
