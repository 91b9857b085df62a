// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @spreads_and_cuts
func.func @spreads_and_cuts(%x: tensor<2x3x4x4xf32>, %w: tensor<3x3x4x8xf32>) {
  // CHECK: mpc.conv_transpose2d %{{.*}}, %{{.*}} stride [2, 2] low [1, 1] high [1, 0] : (tensor<2x3x4x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x5x8x8xf32>
  %0 = mpc.conv_transpose2d %x, %w stride [2, 2] low [1, 1] high [1, 0] : (tensor<2x3x4x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x5x8x8xf32>
  // CHECK: mpc.conv_transpose2d %{{.*}}, %{{.*}} high [-1, 0] : (tensor<2x3x4x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x6x6x8xf32>
  %1 = mpc.conv_transpose2d %x, %w high [-1, 0] : (tensor<2x3x4x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x6x6x8xf32>
  return
}
