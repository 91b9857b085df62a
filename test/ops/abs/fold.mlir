// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @abs_of_abs_is_one_abs
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
func.func @abs_of_abs_is_one_abs(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK-NEXT: %[[ABS:.*]] = mpc.abs %[[X]]
  // CHECK-NEXT: return %[[ABS]]
  %0 = mpc.abs %x : tensor<4xf32>
  %1 = mpc.abs %0 : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: @the_least_integer_wraps
func.func @the_least_integer_wraps() -> tensor<i32> {
  %0 = mpc.constant dense<-2147483648> : tensor<i32>
  %1 = mpc.abs %0 : tensor<i32>
  // CHECK: mpc.constant dense<-2147483648> : tensor<i32>
  return %1 : tensor<i32>
}

// CHECK-LABEL: @unsigned_integers_stay
func.func @unsigned_integers_stay() -> tensor<ui8> {
  %0 = mpc.constant dense<200> : tensor<ui8>
  %1 = mpc.abs %0 : tensor<ui8>
  // CHECK: mpc.constant dense<200> : tensor<ui8>
  return %1 : tensor<ui8>
}
