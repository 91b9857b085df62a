// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @one_on_either_side_is_neutral
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
func.func @one_on_either_side_is_neutral(%x: tensor<4xf32>) -> tensor<4xf32> {
  %one = mpc.constant dense<1.0> : tensor<4xf32>
  %0 = mpc.mul %x, %one : tensor<4xf32>
  %1 = mpc.mul %one, %0 : tensor<4xf32>
  // CHECK-NEXT: return %[[X]]
  return %1 : tensor<4xf32>
}

// It is nan where x is infinite or nan.
// CHECK-LABEL: @zero_times_x_stays
func.func @zero_times_x_stays(%x: tensor<4xf32>) -> tensor<4xf32> {
  %zero = mpc.constant dense<0.0> : tensor<4xf32>
  // CHECK: mpc.mul
  %0 = mpc.mul %x, %zero : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: @constants_round_to_nearest_even_once
func.func @constants_round_to_nearest_even_once() -> tensor<bf16> {
  %0 = mpc.constant dense<1.0078125> : tensor<bf16>
  // CHECK: mpc.constant dense<1.015630e+00> : tensor<bf16>
  %1 = mpc.mul %0, %0 : tensor<bf16>
  return %1 : tensor<bf16>
}
