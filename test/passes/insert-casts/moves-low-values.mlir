// RUN: mpc-opt %s -mpc-insert-casts | FileCheck %s

// A window of what is stored low is a window of low elements: the product reads
// them as they are.
// CHECK-LABEL: @windows_of_low_values_are_low
func.func @windows_of_low_values_are_low(%x: tensor<8x14x14x4xf32> {mpc.input = "x"}, %w: tensor<3x3x4x16xf32> {mpc.input = "w"})
    -> (tensor<8x12x12x16xf32> {mpc.result = "y"}) {
  // CHECK: %[[T:.*]] = mpc.tanh
  // CHECK: %[[L:.*]] = mpc.cast %[[T]] to f16 :
  // CHECK: %[[S:.*]] = mpc.window %[[L]] {{.*}} : tensor<8x14x14x4xf16> -> tensor<8x12x12x3x3x4xf16>
  // CHECK: mpc.dot_general %[[S]],
  %t = mpc.tanh %x {mpc.precision = #mpc.precision<f16, [], "rule", "reason">} : tensor<8x14x14x4xf32>
  %s = mpc.window %t dims [1, 2] size [3, 3] stride [1, 1] dilation [1, 1] spread [1, 1] low [0, 0] high [0, 0] : tensor<8x14x14x4xf32> -> tensor<8x12x12x3x3x4xf32>
  %y = mpc.dot_general %s, %w contract [3, 4, 5] x [0, 1, 2] {mpc.precision = #mpc.precision<f32, [f16, f16], "rule", "reason">} : (tensor<8x12x12x3x3x4xf32>, tensor<3x3x4x16xf32>) -> tensor<8x12x12x16xf32>
  return %y : tensor<8x12x12x16xf32>
}
