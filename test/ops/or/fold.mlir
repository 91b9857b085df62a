// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @false_is_neutral
// CHECK-SAME: %[[P:.*]]: tensor<4xi1>
func.func @false_is_neutral(%p: tensor<4xi1>) -> tensor<4xi1> {
  %0 = mpc.constant dense<false> : tensor<4xi1>
  %1 = mpc.or %0, %p : tensor<4xi1>
  // CHECK-NEXT: return %[[P]]
  return %1 : tensor<4xi1>
}

// CHECK-LABEL: @true_absorbs
func.func @true_absorbs(%p: tensor<4xi1>) -> tensor<4xi1> {
  %0 = mpc.constant dense<true> : tensor<4xi1>
  %1 = mpc.or %p, %0 : tensor<4xi1>
  // CHECK-NEXT: %[[C:.*]] = mpc.constant dense<true>
  // CHECK-NEXT: return %[[C]]
  return %1 : tensor<4xi1>
}

// CHECK-LABEL: @zeros_are_neutral_and_ones_absorb_in_bytes
func.func @zeros_are_neutral_and_ones_absorb_in_bytes(%x: tensor<ui8>)
    -> (tensor<ui8>, tensor<ui8>) {
  %0 = mpc.constant dense<0> : tensor<ui8>
  %1 = mpc.constant dense<255> : tensor<ui8>
  %2 = mpc.or %x, %0 : tensor<ui8>
  %3 = mpc.or %x, %1 : tensor<ui8>
  // CHECK-NEXT: %[[C:.*]] = mpc.constant dense<255>
  // CHECK-NEXT: return %{{.*}}, %[[C]]
  return %2, %3 : tensor<ui8>, tensor<ui8>
}

// CHECK-LABEL: @of_x_and_x_is_x
// CHECK-SAME: %[[X:.*]]: tensor<4xi32>
func.func @of_x_and_x_is_x(%x: tensor<4xi32>) -> tensor<4xi32> {
  %0 = mpc.or %x, %x : tensor<4xi32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4xi32>
}
