// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_all_that_moves_the_filter
func.func @takes_all_that_moves_the_filter(%x: tensor<2x5x6x4xf32>, %w: tensor<3x3x4x8xf32>, %h: tensor<3x3x4x8xf16>, %g: tensor<3x3x2x8xf32>, %u: tensor<2x4x5x6xf32>, %v: tensor<8x4x3x3xf32>) {
  // CHECK: mpc.conv2d %{{.*}}, %{{.*}} : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x3x4x8xf32>
  %0 = mpc.conv2d %x, %w : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x3x4x8xf32>
  // CHECK: mpc.conv2d %{{.*}}, %{{.*}} stride [2, 1] low [1, 0] high [0, 1] dilation [2, 1] : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x1x5x8xf32>
  %1 = mpc.conv2d %x, %w stride [2, 1] low [1, 0] high [0, 1] dilation [2, 1] : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x1x5x8xf32>
  // CHECK: mpc.conv2d %{{.*}}, %{{.*}} groups 2 : (tensor<2x5x6x4xf32>, tensor<3x3x2x8xf32>) -> tensor<2x3x4x8xf32>
  %2 = mpc.conv2d %x, %g groups 2 : (tensor<2x5x6x4xf32>, tensor<3x3x2x8xf32>) -> tensor<2x3x4x8xf32>
  // CHECK: mpc.conv2d %{{.*}}, %{{.*}} layout nchw : (tensor<2x4x5x6xf32>, tensor<8x4x3x3xf32>) -> tensor<2x8x3x4xf32>
  %3 = mpc.conv2d %u, %v layout nchw : (tensor<2x4x5x6xf32>, tensor<8x4x3x3xf32>) -> tensor<2x8x3x4xf32>
  return
}
