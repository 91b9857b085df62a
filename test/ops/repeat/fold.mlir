// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @once_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4x5xf32>
func.func @once_vanishes(%x: tensor<4x5xf32>) -> tensor<4x5xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = mpc.repeat %x times [1, 1] : tensor<4x5xf32> -> tensor<4x5xf32>
  return %0 : tensor<4x5xf32>
}

// CHECK-LABEL: @of_a_splat_is_a_splat
func.func @of_a_splat_is_a_splat() -> tensor<8xf32> {
  // CHECK-NEXT: %[[Y:.*]] = mpc.constant dense<2.000000e+00> : tensor<8xf32>
  // CHECK-NEXT: return %[[Y]]
  %x = mpc.constant dense<2.0> : tensor<4xf32>
  %0 = mpc.repeat %x times [2] : tensor<4xf32> -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
