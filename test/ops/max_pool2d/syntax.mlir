// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_strides_and_edges
func.func @takes_strides_and_edges(%x: tensor<2x4x6x3xf32>, %i: tensor<2x4x6x3xi32>, %r: tensor<4x6x3xf32>) {
  // CHECK: mpc.max_pool2d %{{.*}} size [2, 2] : tensor<2x4x6x3xf32> -> tensor<2x2x3x3xf32>
  %0 = mpc.max_pool2d %x size [2, 2] : tensor<2x4x6x3xf32> -> tensor<2x2x3x3xf32>
  // CHECK: mpc.max_pool2d %{{.*}} size [3, 3] stride [1, 2] low [1, 1] high [1, 0] : tensor<2x4x6x3xf32> -> tensor<2x4x3x3xf32>
  %1 = mpc.max_pool2d %x size [3, 3] stride [1, 2] low [1, 1] high [1, 0] : tensor<2x4x6x3xf32> -> tensor<2x4x3x3xf32>
  // CHECK: mpc.max_pool2d %{{.*}} size [2, 3] layout nchw : tensor<2x4x6x3xf32> -> tensor<2x4x3x1xf32>
  %2 = mpc.max_pool2d %x size [2, 3] layout nchw : tensor<2x4x6x3xf32> -> tensor<2x4x3x1xf32>
  return
}
