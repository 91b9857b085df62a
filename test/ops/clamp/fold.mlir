// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @takes_constants_to_the_nearer_bound
func.func @takes_constants_to_the_nearer_bound() -> tensor<4xf16> {
  %low = mpc.constant dense<0.0> : tensor<4xf16>
  %x = mpc.constant dense<2.0> : tensor<4xf16>
  %high = mpc.constant dense<1.0> : tensor<4xf16>
  // CHECK: mpc.constant dense<1.000000e+00> : tensor<4xf16>
  %0 = mpc.clamp %low, %x, %high : tensor<4xf16>
  return %0 : tensor<4xf16>
}

// CHECK-LABEL: @the_upper_bound_wins_in_an_empty_interval
func.func @the_upper_bound_wins_in_an_empty_interval() -> tensor<i32> {
  %low = mpc.constant dense<5> : tensor<i32>
  %x = mpc.constant dense<0> : tensor<i32>
  %high = mpc.constant dense<-5> : tensor<i32>
  // CHECK: mpc.constant dense<-5> : tensor<i32>
  %0 = mpc.clamp %low, %x, %high : tensor<i32>
  return %0 : tensor<i32>
}

// CHECK-LABEL: @nan_stays_nan
func.func @nan_stays_nan() -> tensor<f32> {
  %low = mpc.constant dense<0.0> : tensor<f32>
  %x = mpc.constant dense<0x7FC00000> : tensor<f32>
  %high = mpc.constant dense<1.0> : tensor<f32>
  // CHECK: mpc.constant dense<0x7FC00000> : tensor<f32>
  %0 = mpc.clamp %low, %x, %high : tensor<f32>
  return %0 : tensor<f32>
}
