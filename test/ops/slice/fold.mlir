// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @of_everything_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4x5xf32>
func.func @of_everything_vanishes(%x: tensor<4x5xf32>) -> tensor<4x5xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = mpc.slice %x from [0, 0] : tensor<4x5xf32> -> tensor<4x5xf32>
  return %0 : tensor<4x5xf32>
}

// CHECK-LABEL: @of_a_constant_is_a_constant
func.func @of_a_constant_is_a_constant() -> tensor<2xf32> {
  %0 = mpc.constant dense<0.5> : tensor<5xf32>
  // CHECK-NEXT: mpc.constant dense<5.000000e-01> : tensor<2xf32>
  %1 = mpc.slice %0 from [1] : tensor<5xf32> -> tensor<2xf32>
  return %1 : tensor<2xf32>
}
