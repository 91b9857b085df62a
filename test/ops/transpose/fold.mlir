// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @the_identity_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4x5xf32>
func.func @the_identity_vanishes(%x: tensor<4x5xf32>) -> tensor<4x5xf32> {
  %0 = mpc.transpose %x perm [0, 1] : tensor<4x5xf32> -> tensor<4x5xf32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4x5xf32>
}

// CHECK-LABEL: @two_become_one
// CHECK-SAME: %[[X:.*]]: tensor<2x3x4xf32>
func.func @two_become_one(%x: tensor<2x3x4xf32>) -> tensor<4x3x2xf32> {
  // CHECK-NEXT: mpc.transpose %[[X]] perm [2, 1, 0]
  %0 = mpc.transpose %x perm [2, 0, 1] : tensor<2x3x4xf32> -> tensor<4x2x3xf32>
  %1 = mpc.transpose %0 perm [0, 2, 1] : tensor<4x2x3xf32> -> tensor<4x3x2xf32>
  return %1 : tensor<4x3x2xf32>
}

// CHECK-LABEL: @inverses_cancel
// CHECK-SAME: %[[X:.*]]: tensor<2x3x4xf32>
func.func @inverses_cancel(%x: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = mpc.transpose %x perm [2, 0, 1] : tensor<2x3x4xf32> -> tensor<4x2x3xf32>
  %1 = mpc.transpose %0 perm [1, 2, 0] : tensor<4x2x3xf32> -> tensor<2x3x4xf32>
  return %1 : tensor<2x3x4xf32>
}

// CHECK-LABEL: @of_a_constant_is_a_constant
func.func @of_a_constant_is_a_constant() -> tensor<3x2xf32> {
  %0 = mpc.constant dense<0.5> : tensor<2x3xf32>
  // CHECK-NEXT: mpc.constant dense<5.000000e-01> : tensor<3x2xf32>
  %1 = mpc.transpose %0 perm [1, 0] : tensor<2x3xf32> -> tensor<3x2xf32>
  return %1 : tensor<3x2xf32>
}
