// RUN: mpc-opt %s -mpc-expand-composites -mpc-assign-precision=format=f16 | FileCheck %s

// PyTorch's autocast computes convolutions of all kinds low, and leaves what moves
// elements, and the largest of them, in the format in which they arrive.

// CHECK-LABEL: func.func @conv1d_is_low
func.func @conv1d_is_low(%x: tensor<2x9x4xf32>, %w: tensor<3x4x8xf32>) -> tensor<2x7x8xf32> {
  // CHECK: mpc.dot_general {{.*}}[f16, f16], "amp.contraction"
  %y = mpc.conv1d %x, %w : (tensor<2x9x4xf32>, tensor<3x4x8xf32>) -> tensor<2x7x8xf32>
  return %y : tensor<2x7x8xf32>
}

// CHECK-LABEL: func.func @conv2d_is_low
func.func @conv2d_is_low(%x: tensor<2x9x9x4xf32>, %w: tensor<3x3x4x8xf32>) -> tensor<2x7x7x8xf32> {
  // CHECK: mpc.dot_general {{.*}}[f16, f16], "amp.contraction"
  %y = mpc.conv2d %x, %w : (tensor<2x9x9x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x7x7x8xf32>
  return %y : tensor<2x7x7x8xf32>
}

// CHECK-LABEL: func.func @conv_transpose2d_is_low
func.func @conv_transpose2d_is_low(%x: tensor<2x9x9x4xf32>, %w: tensor<3x3x4x8xf32>) -> tensor<2x11x11x8xf32> {
  // CHECK: mpc.dot_general {{.*}}[f16, f16], "amp.contraction"
  %y = mpc.conv_transpose2d %x, %w : (tensor<2x9x9x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x11x11x8xf32>
  return %y : tensor<2x11x11x8xf32>
}

// CHECK-LABEL: func.func @slice_keeps_what_arrives
func.func @slice_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<3x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.slice {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.slice %x from [1, 0] : tensor<4x4xf32> -> tensor<3x4xf32>
  %r = mpc.exp %y : tensor<3x4xf32>
  return %r : tensor<3x4xf32>
}

// CHECK-LABEL: func.func @pad_keeps_what_arrives
func.func @pad_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<5x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.pad {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.pad %x low [1, 0] high [0, 0] : tensor<4x4xf32> -> tensor<5x4xf32>
  %r = mpc.exp %y : tensor<5x4xf32>
  return %r : tensor<5x4xf32>
}

// CHECK-LABEL: func.func @concat_keeps_what_arrives
func.func @concat_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<8x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.concat {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.concat %x, %x dim 0 : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<8x4xf32>
  %r = mpc.exp %y : tensor<8x4xf32>
  return %r : tensor<8x4xf32>
}

// CHECK-LABEL: func.func @gather_keeps_what_arrives
func.func @gather_keeps_what_arrives(%a: tensor<4x4xf32>, %i: tensor<7xi32>) -> tensor<7x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.gather {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.gather %x, %i dim 0 : (tensor<4x4xf32>, tensor<7xi32>) -> tensor<7x4xf32>
  %r = mpc.exp %y : tensor<7x4xf32>
  return %r : tensor<7x4xf32>
}

// CHECK-LABEL: func.func @max_pool2d_keeps_what_arrives
func.func @max_pool2d_keeps_what_arrives(%x: tensor<2x9x9x4xf32>, %w: tensor<2x2x4x8xf32>) -> tensor<2x4x4x8xf32> {
  // CHECK: mpc.reduce max, {{.*}}#mpc.precision<f16, [], "amp.follow"
  %y = mpc.conv2d %x, %w : (tensor<2x9x9x4xf32>, tensor<2x2x4x8xf32>) -> tensor<2x8x8x8xf32>
  %p = mpc.max_pool2d %y size [2, 2] : tensor<2x8x8x8xf32> -> tensor<2x4x4x8xf32>
  %r = mpc.exp %p : tensor<2x4x4x8xf32>
  return %r : tensor<2x4x4x8xf32>
}

// The few elements of a window that are added up are not what `sum` stands for.
// CHECK-LABEL: func.func @avg_pool2d_keeps_what_arrives
func.func @avg_pool2d_keeps_what_arrives(%x: tensor<2x9x9x4xf32>, %w: tensor<2x2x4x8xf32>) -> tensor<2x4x4x8xf32> {
  // CHECK: mpc.reduce sum, {{.*}}#mpc.precision<f16, [], "amp.follow"
  // CHECK: mpc.div {{.*}}#mpc.precision<f16, [], "amp.follow"
  %y = mpc.conv2d %x, %w : (tensor<2x9x9x4xf32>, tensor<2x2x4x8xf32>) -> tensor<2x8x8x8xf32>
  %p = mpc.avg_pool2d %y size [2, 2] : tensor<2x8x8x8xf32> -> tensor<2x4x4x8xf32>
  %r = mpc.exp %p : tensor<2x4x4x8xf32>
  return %r : tensor<2x4x4x8xf32>
}

// CHECK-LABEL: func.func @a_depthwise_conv2d_keeps_what_arrives
func.func @a_depthwise_conv2d_keeps_what_arrives(%x: tensor<2x9x9x4xf32>, %w: tensor<1x1x4x8xf32>, %f: tensor<3x3x1x8xf32> {mpc.param = "f"}) -> tensor<2x7x7x8xf32> {
  // CHECK: mpc.reduce sum, {{.*}}#mpc.precision<f16, [], "amp.follow"
  %y = mpc.conv2d %x, %w : (tensor<2x9x9x4xf32>, tensor<1x1x4x8xf32>) -> tensor<2x9x9x8xf32>
  %d = mpc.conv2d %y, %f groups 8 : (tensor<2x9x9x8xf32>, tensor<3x3x1x8xf32>) -> tensor<2x7x7x8xf32>
  %r = mpc.exp %d : tensor<2x7x7x8xf32>
  return %r : tensor<2x7x7x8xf32>
}
