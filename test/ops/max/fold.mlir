// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @of_x_and_x_is_x
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
func.func @of_x_and_x_is_x(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.max %x, %x : tensor<4xf32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: @nan_wins
func.func @nan_wins() -> tensor<f32> {
  %0 = mpc.constant dense<1.0> : tensor<f32>
  %1 = mpc.constant dense<0x7FC00000> : tensor<f32>
  // CHECK: mpc.constant dense<0x7FC00000> : tensor<f32>
  %2 = mpc.max %0, %1 : tensor<f32>
  return %2 : tensor<f32>
}

// CHECK-LABEL: @zeros_are_ordered_by_sign
func.func @zeros_are_ordered_by_sign() -> tensor<f32> {
  %0 = mpc.constant dense<-0.0> : tensor<f32>
  %1 = mpc.constant dense<0.0> : tensor<f32>
  // CHECK: mpc.constant dense<0.000000e+00> : tensor<f32>
  %2 = mpc.max %0, %1 : tensor<f32>
  return %2 : tensor<f32>
}

// CHECK-LABEL: @bytes_are_unsigned
func.func @bytes_are_unsigned() -> tensor<ui8> {
  %0 = mpc.constant dense<100> : tensor<ui8>
  %1 = mpc.constant dense<200> : tensor<ui8>
  // CHECK: mpc.constant dense<200> : tensor<ui8>
  %2 = mpc.max %0, %1 : tensor<ui8>
  return %2 : tensor<ui8>
}
