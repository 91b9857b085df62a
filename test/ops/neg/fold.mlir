// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @two_negations_cancel
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
func.func @two_negations_cancel(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.neg %x : tensor<4xf32>
  %1 = mpc.neg %0 : tensor<4xf32>
  // CHECK-NEXT: return %[[X]]
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: @zero_gets_a_sign
func.func @zero_gets_a_sign() -> tensor<4xf16> {
  %0 = mpc.constant dense<0.0> : tensor<4xf16>
  %1 = mpc.neg %0 : tensor<4xf16>
  // CHECK: mpc.constant dense<-0.000000e+00> : tensor<4xf16>
  return %1 : tensor<4xf16>
}

// CHECK-LABEL: @unsigned_integers_wrap
func.func @unsigned_integers_wrap() -> tensor<ui8> {
  %0 = mpc.constant dense<1> : tensor<ui8>
  %1 = mpc.neg %0 : tensor<ui8>
  // CHECK: mpc.constant dense<255> : tensor<ui8>
  return %1 : tensor<ui8>
}
