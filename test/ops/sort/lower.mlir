// RUN: mpc-opt %s -split-input-file -mpc-form-kernels -mpc-lower-kernels | FileCheck %s

// Dimensions before and after the one that is sorted along are one each.
// CHECK-LABEL: @gathers_other_dimensions
func.func @gathers_other_dimensions(%x: tensor<2x3x5x7xf32>) -> (tensor<2x3x5x7xf32>, tensor<2x3x5x7xi32>) {
  // CHECK: mpc.kernel algorithm "sort:{{[0-9]+}}" domain [2, 3, 5, 7] reduced []
  // CHECK: %[[R:.*]]:2 = mpc.algorithm sort(%{{.*}}) parameters [6, 5, 7, 5, 1] : (tensor<2x3x5x7xf32>) -> (tensor<2x3x5x7xf32>, tensor<2x3x5x7xi32>)
  // CHECK-NEXT: mpc.yield %[[R]]#0, %[[R]]#1
  %v, %p = mpc.sort %x dim 2 descending : tensor<2x3x5x7xf32>
  return %v, %p : tensor<2x3x5x7xf32>, tensor<2x3x5x7xi32>
}

// -----

// CHECK-LABEL: @stores_what_is_read_only
func.func @stores_what_is_read_only(%x: tensor<5xui8>) -> tensor<5xi32> {
  // CHECK: %[[R:.*]]:2 = mpc.algorithm sort(%{{.*}}) parameters [1, 5, 1, 5, 0] : (tensor<5xi8>) -> (tensor<5xi8>, tensor<5xi32>)
  // CHECK-NEXT: mpc.yield %[[R]]#1 : tensor<5xi32>
  %v, %p = mpc.sort %x dim 0 : tensor<5xui8>
  return %p : tensor<5xi32>
}
