// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_all_that_moves_the_filter
func.func @takes_all_that_moves_the_filter(%x: tensor<2x9x4xf32>, %w: tensor<3x4x8xf32>) {
  // CHECK: mpc.conv1d %{{.*}}, %{{.*}} stride [2] low [1] : (tensor<2x9x4xf32>, tensor<3x4x8xf32>) -> tensor<2x4x8xf32>
  %0 = mpc.conv1d %x, %w stride [2] low [1] : (tensor<2x9x4xf32>, tensor<3x4x8xf32>) -> tensor<2x4x8xf32>
  return
}
