// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @divisor_one_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
func.func @divisor_one_vanishes(%x: tensor<4xf32>) -> tensor<4xf32> {
  %one = mpc.constant dense<1.0> : tensor<4xf32>
  %0 = mpc.div %x, %one : tensor<4xf32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4xf32>
}

// It is nan where x is 0, infinite or nan.
// CHECK-LABEL: @x_over_x_stays
func.func @x_over_x_stays(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK-NEXT: mpc.div
  %0 = mpc.div %x, %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: @by_zero_is_infinite
func.func @by_zero_is_infinite() -> tensor<f32> {
  %0 = mpc.constant dense<1.0> : tensor<f32>
  %1 = mpc.constant dense<-0.0> : tensor<f32>
  // CHECK: mpc.constant dense<0xFF800000> : tensor<f32>
  %2 = mpc.div %0, %1 : tensor<f32>
  return %2 : tensor<f32>
}
