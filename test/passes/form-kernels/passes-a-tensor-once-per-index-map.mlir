// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// CHECK-LABEL: func.func @reads_rows_and_columns_of_one_tensor
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: mpc.kernel contraction {{.*}} (%[[A:.*]] = %[[X]] : {{.*}}, %[[B:.*]] = %[[X]] : tensor<4x8xf32>)
// CHECK-NEXT: mpc.dot_general %[[A]], %[[B]]
func.func @reads_rows_and_columns_of_one_tensor(%x: tensor<4x8xf32>) -> tensor<4x4xf32> {
  %0 = mpc.dot_general %x, %x contract [1] x [1]
      : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @stores_what_lies_in_two_ways
// CHECK: %[[T:.*]] = mpc.kernel pointwise
// CHECK: mpc.kernel contraction {{.*}} = %[[T]] {{.*}} = %[[T]]
func.func @stores_what_lies_in_two_ways(%x: tensor<4x8xui8>) -> tensor<4x4xf32> {
  %0 = mpc.convert %x : tensor<4x8xui8> to tensor<4x8xf32>
  %1 = mpc.dot_general %0, %0 contract [1] x [1]
      : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x4xf32>
  return %1 : tensor<4x4xf32>
}
