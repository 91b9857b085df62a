// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_any_dimension_and_shape_of_indices
func.func @takes_any_dimension_and_shape_of_indices(%x: tensor<4x10xf32>, %i: tensor<2x3xi32>, %e: tensor<4x0xf32>, %f: tensor<3xf32>) {
  // CHECK: mpc.gather %{{.*}}, %{{.*}} dim 0 : (tensor<4x10xf32>, tensor<2x3xi32>) -> tensor<2x3x10xf32>
  %0 = mpc.gather %x, %i dim 0 : (tensor<4x10xf32>, tensor<2x3xi32>) -> tensor<2x3x10xf32>
  // CHECK: mpc.gather %{{.*}}, %{{.*}} dim 1 : (tensor<4x10xf32>, tensor<2x3xi32>) -> tensor<4x2x3xf32>
  %1 = mpc.gather %x, %i dim 1 : (tensor<4x10xf32>, tensor<2x3xi32>) -> tensor<4x2x3xf32>
  return
}
