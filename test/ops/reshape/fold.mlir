// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @to_the_same_shape_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4x5xf32>
func.func @to_the_same_shape_vanishes(%x: tensor<4x5xf32>) -> tensor<4x5xf32> {
  %0 = mpc.reshape %x : tensor<4x5xf32> -> tensor<4x5xf32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4x5xf32>
}

// CHECK-LABEL: @two_become_one
// CHECK-SAME: %[[X:.*]]: tensor<4x6xf32>
func.func @two_become_one(%x: tensor<4x6xf32>) -> tensor<3x8xf32> {
  // CHECK-NEXT: mpc.reshape %[[X]] : tensor<4x6xf32> -> tensor<3x8xf32>
  %0 = mpc.reshape %x : tensor<4x6xf32> -> tensor<24xf32>
  %1 = mpc.reshape %0 : tensor<24xf32> -> tensor<3x8xf32>
  return %1 : tensor<3x8xf32>
}

// CHECK-LABEL: @there_and_back_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4x6xf32>
func.func @there_and_back_vanishes(%x: tensor<4x6xf32>) -> tensor<4x6xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = mpc.reshape %x : tensor<4x6xf32> -> tensor<24xf32>
  %1 = mpc.reshape %0 : tensor<24xf32> -> tensor<4x6xf32>
  return %1 : tensor<4x6xf32>
}

// CHECK-LABEL: @of_a_constant_is_a_constant
func.func @of_a_constant_is_a_constant() -> tensor<2x2xui8> {
  %0 = mpc.constant dense<[1, 2, 3, 4]> : tensor<4xui8>
  // CHECK-NEXT: mpc.constant dense<{{\[\[}}1, 2], [3, 4{{\]\]}}> : tensor<2x2xui8>
  %1 = mpc.reshape %0 : tensor<4xui8> -> tensor<2x2xui8>
  return %1 : tensor<2x2xui8>
}
