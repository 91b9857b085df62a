// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_dimensions_that_follow_each_other
func.func @takes_dimensions_that_follow_each_other(%x: tensor<8x7x5x2x3x4xf32>, %p: tensor<3x2xi1>) {
  // CHECK: mpc.interleave %{{.*}} dims [1, 2] : tensor<8x7x5x2x3x4xf32> -> tensor<8x14x15x4xf32>
  %0 = mpc.interleave %x dims [1, 2] : tensor<8x7x5x2x3x4xf32> -> tensor<8x14x15x4xf32>
  // CHECK: mpc.interleave %{{.*}} dims [0] : tensor<3x2xi1> -> tensor<6xi1>
  %1 = mpc.interleave %p dims [0] : tensor<3x2xi1> -> tensor<6xi1>
  return
}
