// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @f32_is_correctly_rounded
func.func @f32_is_correctly_rounded() -> tensor<4xf32> {
  %0 = mpc.constant dense<2.0> : tensor<4xf32>
  %1 = mpc.sqrt %0 : tensor<4xf32>
  // CHECK: mpc.constant dense<1.41421354> : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: @leaves_nan_to_the_target
func.func @leaves_nan_to_the_target() -> tensor<4xf32> {
  %0 = mpc.constant dense<-2.0> : tensor<4xf32>
  // CHECK: mpc.sqrt
  %1 = mpc.sqrt %0 : tensor<4xf32>
  return %1 : tensor<4xf32>
}
