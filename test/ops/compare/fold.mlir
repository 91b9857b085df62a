// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @nan_equals_nothing
func.func @nan_equals_nothing() -> (tensor<4xi1>, tensor<4xi1>, tensor<4xi1>) {
  %0 = mpc.constant dense<0x7E00> : tensor<4xf16>
  %1 = mpc.compare eq, %0, %0 : tensor<4xf16>
  %2 = mpc.compare ge, %0, %0 : tensor<4xf16>
  %3 = mpc.compare ne, %0, %0 : tensor<4xf16>
  // CHECK-DAG: %[[NO:.*]] = mpc.constant dense<false>
  // CHECK-DAG: %[[YES:.*]] = mpc.constant dense<true>
  // CHECK: return %[[NO]], %[[NO]], %[[YES]]
  return %1, %2, %3 : tensor<4xi1>, tensor<4xi1>, tensor<4xi1>
}

// CHECK-LABEL: @bytes_and_predicates_are_unsigned
func.func @bytes_and_predicates_are_unsigned() -> (tensor<i1>, tensor<i1>) {
  %0 = mpc.constant dense<200> : tensor<ui8>
  %1 = mpc.constant dense<100> : tensor<ui8>
  %2 = mpc.compare gt, %0, %1 : tensor<ui8>
  %3 = mpc.constant dense<true> : tensor<i1>
  %4 = mpc.constant dense<false> : tensor<i1>
  %5 = mpc.compare gt, %3, %4 : tensor<i1>
  // CHECK: %[[YES:.*]] = mpc.constant dense<true>
  // CHECK: return %[[YES]], %[[YES]]
  return %2, %5 : tensor<i1>, tensor<i1>
}

// It is false where x is nan.
// CHECK-LABEL: @x_equals_x_stays
func.func @x_equals_x_stays(%x: tensor<4xf32>) -> tensor<4xi1> {
  // CHECK-NEXT: mpc.compare
  %0 = mpc.compare eq, %x, %x : tensor<4xf32>
  return %0 : tensor<4xi1>
}
