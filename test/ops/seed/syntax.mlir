// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @is_as_large_as_the_loss
func.func @is_as_large_as_the_loss() {
  // CHECK: mpc.seed : tensor<f32>
  %0 = mpc.seed : tensor<f32>
  // CHECK: mpc.seed : tensor<f64>
  %1 = mpc.seed : tensor<f64>
  return
}

// ScaleLoss may put something else in its place.
// CHECK-LABEL: @is_no_constant
func.func @is_no_constant() -> (tensor<f32>, tensor<f32>) {
  // CHECK: %[[A:.*]] = mpc.seed
  %0 = mpc.seed : tensor<f32>
  // CHECK: %[[B:.*]] = mpc.neg %[[A]]
  %1 = mpc.neg %0 : tensor<f32>
  return %0, %1 : tensor<f32>, tensor<f32>
}
