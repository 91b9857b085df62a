// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_scalars_of_any_width
func.func @takes_scalars_of_any_width(%x: tensor<4x10xf32>, %u: tensor<2x3xf32>, %i: tensor<i32>, %j: tensor<i64>, %v: tensor<1xi32>) {
  // CHECK: mpc.dynamic_slice %{{.*}}, %{{.*}}, %{{.*}} : (tensor<4x10xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
  %0 = mpc.dynamic_slice %x, %i, %i : (tensor<4x10xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
  // CHECK: mpc.dynamic_slice %{{.*}}, %{{.*}}, %{{.*}} : (tensor<4x10xf32>, tensor<i64>, tensor<i64>) -> tensor<0x3xf32>
  %1 = mpc.dynamic_slice %x, %j, %j : (tensor<4x10xf32>, tensor<i64>, tensor<i64>) -> tensor<0x3xf32>
  return
}
