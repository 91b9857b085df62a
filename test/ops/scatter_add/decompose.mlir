// RUN: mpc-opt %s -split-input-file -mpc-expand-composites | FileCheck %s

// CHECK-LABEL: @sorts_indices_first
// CHECK-SAME: %[[X:.*]]: tensor<10x4xf32>, %[[I:.*]]: tensor<3xi64>, %[[U:.*]]: tensor<3x4xf32>
func.func @sorts_indices_first(%x: tensor<10x4xf32>, %i: tensor<3xi64>, %u: tensor<3x4xf32>) -> tensor<10x4xf32> {
  // CHECK: %[[S:.*]], %[[P:.*]] = mpc.sort %[[I]] dim 0 {mpc.origin = "scatter_add"} : tensor<3xi64>
  // CHECK-NEXT: mpc.add_sorted_rows %[[S]], %[[P]], %[[U]] into %[[X]] {mpc.origin = "scatter_add"} : (tensor<3xi64>, tensor<3xi32>, tensor<3x4xf32>, tensor<10x4xf32>) -> tensor<10x4xf32>
  %0 = mpc.scatter_add %x, %i, %u : tensor<10x4xf32>, tensor<3xi64>, tensor<3x4xf32>
  return %0 : tensor<10x4xf32>
}

// -----

// CHECK-LABEL: @reads_no_zeros
func.func @reads_no_zeros(%i: tensor<3xi32>, %u: tensor<3x4xf32>) -> tensor<10x4xf32> {
  %x = mpc.constant dense<0.0> : tensor<10x4xf32>
  // CHECK: mpc.add_sorted_rows %{{.*}}, %{{.*}}, %{{.*}} {mpc.origin = "scatter_add"} : (tensor<3xi32>, tensor<3xi32>, tensor<3x4xf32>) -> tensor<10x4xf32>
  %0 = mpc.scatter_add %x, %i, %u : tensor<10x4xf32>, tensor<3xi32>, tensor<3x4xf32>
  return %0 : tensor<10x4xf32>
}
