// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @true_is_neutral
// CHECK-SAME: %[[P:.*]]: tensor<4xi1>
func.func @true_is_neutral(%p: tensor<4xi1>) -> tensor<4xi1> {
  %0 = mpc.constant dense<true> : tensor<4xi1>
  %1 = mpc.and %0, %p : tensor<4xi1>
  // CHECK-NEXT: return %[[P]]
  return %1 : tensor<4xi1>
}

// CHECK-LABEL: @false_absorbs
func.func @false_absorbs(%p: tensor<4xi1>) -> tensor<4xi1> {
  %0 = mpc.constant dense<false> : tensor<4xi1>
  %1 = mpc.and %p, %0 : tensor<4xi1>
  // CHECK-NEXT: %[[C:.*]] = mpc.constant dense<false>
  // CHECK-NEXT: return %[[C]]
  return %1 : tensor<4xi1>
}

// CHECK-LABEL: @ones_are_neutral_and_zeros_absorb_in_bytes
func.func @ones_are_neutral_and_zeros_absorb_in_bytes(%x: tensor<ui8>)
    -> (tensor<ui8>, tensor<ui8>) {
  %0 = mpc.constant dense<255> : tensor<ui8>
  %1 = mpc.constant dense<0> : tensor<ui8>
  %2 = mpc.and %x, %0 : tensor<ui8>
  %3 = mpc.and %x, %1 : tensor<ui8>
  // CHECK-NEXT: %[[C:.*]] = mpc.constant dense<0>
  // CHECK-NEXT: return %{{.*}}, %[[C]]
  return %2, %3 : tensor<ui8>, tensor<ui8>
}

// CHECK-LABEL: @of_x_and_x_is_x
// CHECK-SAME: %[[X:.*]]: tensor<4xi32>
func.func @of_x_and_x_is_x(%x: tensor<4xi32>) -> tensor<4xi32> {
  %0 = mpc.and %x, %x : tensor<4xi32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4xi32>
}
