// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// The product lies between the exp that it needs and the add that needs it.
// CHECK-LABEL: func.func @keeps_apart_what_a_third_kernel_joins
// CHECK: %[[E:.*]] = mpc.kernel pointwise
// CHECK-NEXT: mpc.exp
// CHECK-NEXT: mpc.yield
// CHECK: mpc.kernel contraction {{.*}} = %[[E]]
// CHECK: mpc.dot_general
// CHECK: mpc.add
func.func @keeps_apart_what_a_third_kernel_joins(%x: tensor<4x4xf32>,
                                                 %w: tensor<4x4xf32>)
    -> tensor<4x4xf32> {
  %0 = mpc.exp %x : tensor<4x4xf32>
  %1 = mpc.dot_general %0, %w contract [1] x [0]
      : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %2 = mpc.add %0, %1 : tensor<4x4xf32>
  return %2 : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @sees_paths_through_views
// CHECK-COUNT-2: mpc.kernel pointwise
// CHECK-NOT: mpc.kernel
func.func @sees_paths_through_views(%x: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %0 = mpc.exp %x : tensor<4x4xf32>
  %1 = mpc.reshape %0 : tensor<4x4xf32> -> tensor<16xf32>
  %2 = mpc.reshape %1 : tensor<16xf32> -> tensor<4x4xf32>
  %3 = mpc.add %0, %2 : tensor<4x4xf32>
  return %3 : tensor<4x4xf32>
}
