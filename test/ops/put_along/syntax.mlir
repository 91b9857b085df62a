// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @puts_all_or_some
func.func @puts_all_or_some(%u: tensor<4x3xf32>, %i: tensor<4x3xi32>) {
  // CHECK: mpc.put_along %{{.*}}, %{{.*}} dim 0 : (tensor<4x3xf32>, tensor<4x3xi32>) -> tensor<4x3xf32>
  %0 = mpc.put_along %u, %i dim 0 : (tensor<4x3xf32>, tensor<4x3xi32>) -> tensor<4x3xf32>
  // CHECK: mpc.put_along %{{.*}}, %{{.*}} dim 1 : (tensor<4x3xf32>, tensor<4x3xi32>) -> tensor<4x10xf32>
  %1 = mpc.put_along %u, %i dim 1 : (tensor<4x3xf32>, tensor<4x3xi32>) -> tensor<4x10xf32>
  return
}
