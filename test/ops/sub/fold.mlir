// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @minus_zero_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4xi32>
func.func @minus_zero_vanishes(%x: tensor<4xi32>) -> tensor<4xi32> {
  %zero = mpc.constant dense<0> : tensor<4xi32>
  %0 = mpc.sub %x, %zero : tensor<4xi32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4xi32>
}

// CHECK-LABEL: @zero_minus_x_stays
func.func @zero_minus_x_stays(%x: tensor<4xf32>) -> tensor<4xf32> {
  %zero = mpc.constant dense<0.0> : tensor<4xf32>
  // CHECK: mpc.sub
  %0 = mpc.sub %zero, %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// It is nan where x is infinite.
// CHECK-LABEL: @x_minus_x_stays
func.func @x_minus_x_stays(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK-NEXT: mpc.sub
  %0 = mpc.sub %x, %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}
