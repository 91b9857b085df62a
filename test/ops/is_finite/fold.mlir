// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @infinity_and_nan_are_not_finite
func.func @infinity_and_nan_are_not_finite() -> (tensor<i1>, tensor<i1>, tensor<i1>) {
  %0 = mpc.constant dense<0xFC00> : tensor<f16>
  %1 = mpc.constant dense<0x7E00> : tensor<f16>
  %2 = mpc.constant dense<6.550400e+04> : tensor<f16>
  %3 = mpc.is_finite %0 : tensor<f16>
  %4 = mpc.is_finite %1 : tensor<f16>
  %5 = mpc.is_finite %2 : tensor<f16>
  // CHECK-DAG: %[[NO:.*]] = mpc.constant dense<false>
  // CHECK-DAG: %[[YES:.*]] = mpc.constant dense<true>
  // CHECK: return %[[NO]], %[[NO]], %[[YES]]
  return %3, %4, %5 : tensor<i1>, tensor<i1>, tensor<i1>
}
