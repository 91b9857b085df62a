// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @two_inversions_cancel
// CHECK-SAME: %[[P:.*]]: tensor<4xi1>
func.func @two_inversions_cancel(%p: tensor<4xi1>) -> tensor<4xi1> {
  %0 = mpc.not %p : tensor<4xi1>
  %1 = mpc.not %0 : tensor<4xi1>
  // CHECK-NEXT: return %[[P]]
  return %1 : tensor<4xi1>
}

// CHECK-LABEL: @inverts_every_bit_of_a_byte
func.func @inverts_every_bit_of_a_byte() -> tensor<ui8> {
  %0 = mpc.constant dense<200> : tensor<ui8>
  // CHECK: mpc.constant dense<55> : tensor<ui8>
  %1 = mpc.not %0 : tensor<ui8>
  return %1 : tensor<ui8>
}
