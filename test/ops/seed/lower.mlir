// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: @is_one
func.func @is_one() -> tensor<f32> {
  // CHECK: %[[ONE:.*]] = arith.constant {{.*}}1.000000e+00
  %0 = mpc.seed : tensor<f32>
  return %0 : tensor<f32>
}
