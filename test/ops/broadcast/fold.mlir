// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @to_the_same_shape_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4x5xf32>
func.func @to_the_same_shape_vanishes(%x: tensor<4x5xf32>) -> tensor<4x5xf32> {
  %0 = mpc.broadcast %x dims [0, 1] : tensor<4x5xf32> -> tensor<4x5xf32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4x5xf32>
}

// CHECK-LABEL: @two_become_one
// CHECK-SAME: %[[X:.*]]: tensor<5xf32>
func.func @two_become_one(%x: tensor<5xf32>) -> tensor<2x4x3x5xf32> {
  // CHECK-NEXT: mpc.broadcast %[[X]] dims [3] : tensor<5xf32> -> tensor<2x4x3x5xf32>
  %0 = mpc.broadcast %x dims [1] : tensor<5xf32> -> tensor<4x5xf32>
  %1 = mpc.broadcast %0 dims [1, 3] : tensor<4x5xf32> -> tensor<2x4x3x5xf32>
  return %1 : tensor<2x4x3x5xf32>
}

// CHECK-LABEL: @of_a_constant_is_a_constant
func.func @of_a_constant_is_a_constant() -> tensor<4x5xi1> {
  %0 = mpc.constant dense<true> : tensor<i1>
  // CHECK-NEXT: mpc.constant dense<true> : tensor<4x5xi1>
  %1 = mpc.broadcast %0 dims [] : tensor<i1> -> tensor<4x5xi1>
  return %1 : tensor<4x5xi1>
}

// CHECK-LABEL: @of_different_elements_stays
func.func @of_different_elements_stays() -> tensor<4x2xf32> {
  %0 = mpc.constant dense<[1.0, 2.0]> : tensor<2xf32>
  // CHECK: mpc.broadcast
  %1 = mpc.broadcast %0 dims [1] : tensor<2xf32> -> tensor<4x2xf32>
  return %1 : tensor<4x2xf32>
}
