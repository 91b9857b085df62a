// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @takes_ties_to_even
func.func @takes_ties_to_even() -> tensor<4xf32> {
  %0 = mpc.constant dense<2.5> : tensor<4xf32>
  %1 = mpc.round %0 : tensor<4xf32>
  // CHECK: mpc.constant dense<2.000000e+00> : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: @takes_odd_ties_up
func.func @takes_odd_ties_up() -> tensor<4xf16> {
  %0 = mpc.constant dense<1.5> : tensor<4xf16>
  %1 = mpc.round %0 : tensor<4xf16>
  // CHECK: mpc.constant dense<2.000000e+00> : tensor<4xf16>
  return %1 : tensor<4xf16>
}
