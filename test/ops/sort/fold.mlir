// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @one_element_is_in_order
// CHECK-SAME: %[[X:.*]]: tensor<4x1xf32>
func.func @one_element_is_in_order(%x: tensor<4x1xf32>) -> (tensor<4x1xf32>, tensor<4x1xi32>) {
  // CHECK: %[[P:.*]] = mpc.constant dense<0> : tensor<4x1xi32>
  // CHECK-NEXT: return %[[X]], %[[P]]
  %v, %p = mpc.sort %x dim 1 : tensor<4x1xf32>
  return %v, %p : tensor<4x1xf32>, tensor<4x1xi32>
}

// CHECK-LABEL: @nothing_is_in_order
// CHECK-SAME: %[[X:.*]]: tensor<0xf32>
func.func @nothing_is_in_order(%x: tensor<0xf32>) -> tensor<0xf32> {
  // CHECK-NEXT: return %[[X]]
  %v, %p = mpc.sort %x dim 0 descending : tensor<0xf32>
  return %v : tensor<0xf32>
}

// CHECK-LABEL: @two_elements_may_not_be_in_order
func.func @two_elements_may_not_be_in_order(%x: tensor<4x2xf32>) -> tensor<4x2xf32> {
  // CHECK: mpc.sort
  %v, %p = mpc.sort %x dim 1 : tensor<4x2xf32>
  return %v : tensor<4x2xf32>
}
