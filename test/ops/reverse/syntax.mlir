// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_several_dimensions_and_any_element
func.func @takes_several_dimensions_and_any_element(%x: tensor<4x10xf32>, %p: tensor<3xi1>) {
  // CHECK: mpc.reverse %{{.*}} dims [0, 1] : tensor<4x10xf32>
  %0 = mpc.reverse %x dims [0, 1] : tensor<4x10xf32>
  // CHECK: mpc.reverse %{{.*}} dims [0] : tensor<3xi1>
  %1 = mpc.reverse %p dims [0] : tensor<3xi1>
  return
}
