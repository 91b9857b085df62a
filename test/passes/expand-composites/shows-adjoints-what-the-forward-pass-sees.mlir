// RUN: mpc-opt %s -mpc-differentiate -mpc-expand-composites | FileCheck %s

// One window, which both the maximum and its number read: two would be two ways to
// index the image, and no kernel could compute it as it reads.
// CHECK-LABEL: @train
func.func @train(
    %x: tensor<2x4x4x3xf32> {mpc.input = "x"}, %w: tensor<2x4x4x3xf32> {mpc.param = "w"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  // CHECK: %[[SEEN:.*]] = mpc.window
  // CHECK: mpc.reduce max, %[[SEEN]]
  // CHECK-NOT: mpc.window
  // CHECK: mpc.reduce argmax, %[[SEEN]]
  // CHECK-NOT: mpc.window
  // CHECK: mpc.repeat
  // CHECK: return
  %p = mpc.mul %x, %w : tensor<2x4x4x3xf32>
  %y = mpc.max_pool2d %p size [2, 2] : tensor<2x4x4x3xf32> -> tensor<2x2x2x3xf32>
  %loss = mpc.reduce sum, %y dims [0, 1, 2, 3] : tensor<2x2x2x3xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
