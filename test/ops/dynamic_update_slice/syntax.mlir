// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_scalars_of_any_width
func.func @takes_scalars_of_any_width(%x: tensor<4x10xf32>, %u: tensor<2x3xf32>, %i: tensor<i32>, %j: tensor<i64>, %v: tensor<1xi32>) {
  // CHECK: mpc.dynamic_update_slice %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<4x10xf32>, tensor<2x3xf32>, tensor<i64>, tensor<i64>) -> tensor<4x10xf32>
  %0 = mpc.dynamic_update_slice %x, %u, %j, %j : (tensor<4x10xf32>, tensor<2x3xf32>, tensor<i64>, tensor<i64>) -> tensor<4x10xf32>
  return
}
