// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @the_only_element_is_the_greatest
// CHECK-SAME: %[[X:.*]]: tensor<4x1xf32>
func.func @the_only_element_is_the_greatest(%x: tensor<4x1xf32>) -> (tensor<4x1xf32>, tensor<4x1xi32>) {
  // CHECK: %[[I:.*]] = mpc.constant dense<0> : tensor<4x1xi32>
  // CHECK-NEXT: return %[[X]], %[[I]]
  %v, %i = mpc.top_k %x k 1 : tensor<4x1xf32>
  return %v, %i : tensor<4x1xf32>, tensor<4x1xi32>
}

// CHECK-LABEL: @one_of_several_stays
func.func @one_of_several_stays(%x: tensor<4x2xf32>) -> tensor<4x1xf32> {
  // CHECK: mpc.top_k
  %v, %i = mpc.top_k %x k 1 : tensor<4x2xf32>
  return %v : tensor<4x1xf32>
}

// CHECK-LABEL: @all_of_several_are_put_in_order
func.func @all_of_several_are_put_in_order(%x: tensor<4x2xf32>) -> tensor<4x2xf32> {
  // CHECK: mpc.top_k
  %v, %i = mpc.top_k %x k 2 : tensor<4x2xf32>
  return %v : tensor<4x2xf32>
}
