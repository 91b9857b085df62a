// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @along_no_dimension_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
func.func @along_no_dimension_vanishes(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.reduce mean, %x dims [] : tensor<4xf32> -> tensor<4xf32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: @max_of_equal_elements_is_one_of_them
func.func @max_of_equal_elements_is_one_of_them() -> tensor<4xui8> {
  %0 = mpc.constant dense<200> : tensor<4x5xui8>
  // CHECK-NEXT: mpc.constant dense<200> : tensor<4xui8>
  %1 = mpc.reduce max, %0 dims [1] : tensor<4x5xui8> -> tensor<4xui8>
  return %1 : tensor<4xui8>
}

// CHECK-LABEL: @sum_of_minus_zeros_is_plus_zero
func.func @sum_of_minus_zeros_is_plus_zero() -> tensor<4xf32> {
  %0 = mpc.constant dense<-0.0> : tensor<4x5xf32>
  // CHECK-NEXT: mpc.constant dense<0.000000e+00> : tensor<4xf32>
  %1 = mpc.reduce sum, %0 dims [1] : tensor<4x5xf32> -> tensor<4xf32>
  return %1 : tensor<4xf32>
}

// It is -inf, not the operand's 1.
// CHECK-LABEL: @max_of_nothing_stays
func.func @max_of_nothing_stays() -> tensor<3xf32> {
  %0 = mpc.constant dense<1.0> : tensor<0x3xf32>
  // CHECK: mpc.reduce max
  %1 = mpc.reduce max, %0 dims [0] : tensor<0x3xf32> -> tensor<3xf32>
  return %1 : tensor<3xf32>
}

// The order of summing is the target's.
// CHECK-LABEL: @sum_of_equal_elements_stays
func.func @sum_of_equal_elements_stays() -> tensor<f32> {
  %0 = mpc.constant dense<0.1> : tensor<5xf32>
  // CHECK: mpc.reduce sum
  %1 = mpc.reduce sum, %0 dims [0] : tensor<5xf32> -> tensor<f32>
  return %1 : tensor<f32>
}

// CHECK-LABEL: @any_of_equal_elements_is_one_of_them
func.func @any_of_equal_elements_is_one_of_them() -> (tensor<4xi1>, tensor<4xf32>) {
  %0 = mpc.constant dense<true> : tensor<4x5xi1>
  %1 = mpc.constant dense<3.0> : tensor<4x5xf32>
  // CHECK-DAG: mpc.constant dense<true> : tensor<4xi1>
  %2 = mpc.reduce any, %0 dims [1] : tensor<4x5xi1> -> tensor<4xi1>
  // CHECK-DAG: mpc.constant dense<3.000000e+00> : tensor<4xf32>
  %3 = mpc.reduce min, %1 dims [1] : tensor<4x5xf32> -> tensor<4xf32>
  return %2, %3 : tensor<4xi1>, tensor<4xf32>
}

// It is true, not the operand's false.
// CHECK-LABEL: @all_of_nothing_stays
func.func @all_of_nothing_stays() -> tensor<3xi1> {
  %0 = mpc.constant dense<false> : tensor<0x3xi1>
  // CHECK: mpc.reduce all
  %1 = mpc.reduce all, %0 dims [0] : tensor<0x3xi1> -> tensor<3xi1>
  return %1 : tensor<3xi1>
}

// CHECK-LABEL: @product_of_equal_elements_stays
func.func @product_of_equal_elements_stays() -> tensor<f32> {
  %0 = mpc.constant dense<0.1> : tensor<5xf32>
  // CHECK: mpc.reduce prod
  %1 = mpc.reduce prod, %0 dims [0] : tensor<5xf32> -> tensor<f32>
  return %1 : tensor<f32>
}
