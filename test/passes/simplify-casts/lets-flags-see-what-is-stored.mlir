// RUN: mpc-opt %s -mpc-simplify-casts=casts=fused | FileCheck %s

// Rounding may make a gradient infinite, so its flag reads it as rounded, although
// both are one kernel.
// CHECK-LABEL: func.func @a_rounded_gradient
func.func @a_rounded_gradient(%a: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<i1>) {
  // CHECK: %[[G:.*]] = mpc.exp
  // CHECK-NEXT: %[[LOW:.*]] = mpc.cast %[[G]] to f16
  // CHECK-NEXT: %[[WIDE:.*]] = mpc.cast %[[LOW]] to f32
  %g = mpc.exp %a : tensor<4x4xf32>
  %0 = mpc.cast %g to f16 : tensor<4x4xf32> -> tensor<4x4xf16>
  %1 = mpc.cast %0 to f32 : tensor<4x4xf16> -> tensor<4x4xf32>
  %one = mpc.constant dense<1.0> : tensor<f32>
  // CHECK: mpc.has_nonfinite %[[WIDE]],
  %flag = mpc.has_nonfinite %1, %one : tensor<4x4xf32>, tensor<f32>
  %bad = mpc.any %flag : tensor<i1>
  // CHECK: return %[[WIDE]]
  return %1, %bad : tensor<4x4xf32>, tensor<i1>
}
