// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @nothing_is_added
// CHECK-SAME: %[[X:.*]]: tensor<10x4xf32>
func.func @nothing_is_added(%x: tensor<10x4xf32>, %i: tensor<0xi32>, %u: tensor<0x4xf32>) -> tensor<10x4xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = mpc.scatter_add %x, %i, %u : tensor<10x4xf32>, tensor<0xi32>, tensor<0x4xf32>
  return %0 : tensor<10x4xf32>
}

// CHECK-LABEL: @something_may_be_added
func.func @something_may_be_added(%x: tensor<10x4xf32>, %i: tensor<1xi32>, %u: tensor<1x4xf32>) -> tensor<10x4xf32> {
  // CHECK: mpc.scatter_add
  %0 = mpc.scatter_add %x, %i, %u : tensor<10x4xf32>, tensor<1xi32>, tensor<1x4xf32>
  return %0 : tensor<10x4xf32>
}
