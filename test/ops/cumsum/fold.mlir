// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @sum_of_one_element_is_that
// CHECK-SAME: %[[X:.*]]: tensor<4x1xf32>
func.func @sum_of_one_element_is_that(%x: tensor<4x1xf32>) -> tensor<4x1xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = mpc.cumsum %x dim 1 reverse : tensor<4x1xf32>
  return %0 : tensor<4x1xf32>
}

// CHECK-LABEL: @sum_of_what_comes_before_the_first_is_zero
func.func @sum_of_what_comes_before_the_first_is_zero(%x: tensor<4x1xf16>) -> tensor<4x1xf16> {
  // CHECK-NEXT: mpc.constant dense<0.000000e+00> : tensor<4x1xf16>
  %0 = mpc.cumsum %x dim 1 exclusive : tensor<4x1xf16>
  return %0 : tensor<4x1xf16>
}

// CHECK-LABEL: @sum_of_several_stays
func.func @sum_of_several_stays(%x: tensor<4x2xf32>) -> tensor<4x2xf32> {
  // CHECK: mpc.cumsum
  %0 = mpc.cumsum %x dim 1 : tensor<4x2xf32>
  return %0 : tensor<4x2xf32>
}
