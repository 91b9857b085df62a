// RUN: mpc-opt %s -mpc-expand-composites | FileCheck %s

// CHECK-LABEL: @a_convolution_is_a_product_of_windows
// CHECK-SAME: %[[X:.*]]: tensor<8x28x28x4xf32>, %[[W:.*]]: tensor<3x3x4x16xf32>
func.func @a_convolution_is_a_product_of_windows(%x: tensor<8x28x28x4xf32>, %w: tensor<3x3x4x16xf32>) -> tensor<8x28x28x16xf32> {
  // CHECK-NEXT: %[[S:.*]] = mpc.window %[[X]] dims [1, 2] size [3, 3] stride [1, 1] dilation [1, 1] spread [1, 1] low [1, 1] high [1, 1] {mpc.origin = "conv2d"} : tensor<8x28x28x4xf32> -> tensor<8x28x28x3x3x4xf32>
  // CHECK-NEXT: %[[Y:.*]] = mpc.dot_general %[[S]], %[[W]] contract [3, 4, 5] x [0, 1, 2]
  // CHECK-NEXT: return %[[Y]]
  %y = mpc.conv2d %x, %w low [1, 1] high [1, 1] : (tensor<8x28x28x4xf32>, tensor<3x3x4x16xf32>) -> tensor<8x28x28x16xf32>
  return %y : tensor<8x28x28x16xf32>
}

// A filter of one pixel needs no window.
// CHECK-LABEL: @one_pixel_is_a_plain_product
// CHECK-SAME: %[[X:.*]]: tensor<8x7x7x4xf32>, %[[W:.*]]: tensor<1x1x4x16xf32>
func.func @one_pixel_is_a_plain_product(%x: tensor<8x7x7x4xf32>, %w: tensor<1x1x4x16xf32>) -> tensor<8x7x7x16xf32> {
  // CHECK-NEXT: %[[F:.*]] = mpc.reshape %[[W]] {mpc.origin = "conv2d"} : tensor<1x1x4x16xf32> -> tensor<4x16xf32>
  // CHECK-NEXT: mpc.dot_general %[[X]], %[[F]] contract [3] x [0]
  %y = mpc.conv2d %x, %w : (tensor<8x7x7x4xf32>, tensor<1x1x4x16xf32>) -> tensor<8x7x7x16xf32>
  return %y : tensor<8x7x7x16xf32>
}

// CHECK-LABEL: @groups_are_a_batch
func.func @groups_are_a_batch(%x: tensor<8x7x7x4xf32>, %w: tensor<3x3x2x6xf32>) -> tensor<8x5x5x6xf32> {
  // CHECK: mpc.window {{.*}} : tensor<8x7x7x2x2xf32> -> tensor<8x5x5x3x3x2x2xf32>
  // CHECK: %[[Y:.*]] = mpc.dot_general %{{.*}}, %{{.*}} batch [5] x [3] contract [3, 4, 6] x [0, 1, 2] {{.*}} -> tensor<2x8x5x5x3xf32>
  // CHECK: mpc.transpose %[[Y]] perm [1, 2, 3, 0, 4]
  %y = mpc.conv2d %x, %w groups 2 : (tensor<8x7x7x4xf32>, tensor<3x3x2x6xf32>) -> tensor<8x5x5x6xf32>
  return %y : tensor<8x5x5x6xf32>
}

// A product with a single channel would have nothing to contract but the window.
// CHECK-LABEL: @depthwise_is_a_sum
func.func @depthwise_is_a_sum(%x: tensor<8x7x7x4xf32>, %w: tensor<3x3x1x4xf32>) -> tensor<8x5x5x4xf32> {
  // CHECK-NOT: mpc.dot_general
  // CHECK: %[[P:.*]] = mpc.mul %{{.*}}, %{{.*}} : tensor<8x5x5x3x3x4xf32>
  // CHECK: mpc.reduce sum, %[[P]] dims [3, 4]
  %y = mpc.conv2d %x, %w groups 4 : (tensor<8x7x7x4xf32>, tensor<3x3x1x4xf32>) -> tensor<8x5x5x4xf32>
  return %y : tensor<8x5x5x4xf32>
}

// CHECK-LABEL: @channels_come_last_inside
func.func @channels_come_last_inside(%x: tensor<8x4x7x7xf32>, %w: tensor<16x4x3x3xf32>) -> tensor<8x16x5x5xf32> {
  // CHECK-DAG: mpc.transpose %{{.*}} perm [0, 2, 3, 1] {{.*}}: tensor<8x4x7x7xf32> -> tensor<8x7x7x4xf32>
  // CHECK-DAG: mpc.transpose %{{.*}} perm [2, 3, 1, 0] {{.*}}: tensor<16x4x3x3xf32> -> tensor<3x3x4x16xf32>
  // CHECK: mpc.dot_general
  // CHECK: mpc.transpose %{{.*}} perm [0, 3, 1, 2] {{.*}}: tensor<8x5x5x16xf32> -> tensor<8x16x5x5xf32>
  %y = mpc.conv2d %x, %w layout nchw : (tensor<8x4x7x7xf32>, tensor<16x4x3x3xf32>) -> tensor<8x16x5x5xf32>
  return %y : tensor<8x16x5x5xf32>
}

// CHECK-LABEL: @transposed_convolutions_spread_their_input
func.func @transposed_convolutions_spread_their_input(%x: tensor<8x7x7x4xf32>, %w: tensor<3x3x4x3xf32>) -> tensor<8x15x15x3xf32> {
  // CHECK: mpc.window %{{.*}} stride [1, 1] dilation [1, 1] spread [2, 2] low [2, 2] high [2, 2] reversed
  %y = mpc.conv_transpose2d %x, %w stride [2, 2] : (tensor<8x7x7x4xf32>, tensor<3x3x4x3xf32>) -> tensor<8x15x15x3xf32>
  return %y : tensor<8x15x15x3xf32>
}

// Each place has a tile of its own, so that no product multiplies zeros.
// CHECK-LABEL: @transposed_convolutions_without_overlap_make_tiles
// CHECK-SAME: %[[X:.*]]: tensor<8x7x7x4xf32>, %[[W:.*]]: tensor<2x2x4x3xf32>
func.func @transposed_convolutions_without_overlap_make_tiles(%x: tensor<8x7x7x4xf32>, %w: tensor<2x2x4x3xf32>) -> tensor<8x14x14x3xf32> {
  // CHECK-NEXT: %[[TILES:.*]] = mpc.dot_general %[[X]], %[[W]] contract [3] x [2] {{.*}} -> tensor<8x7x7x2x2x3xf32>
  // CHECK-NEXT: mpc.interleave %[[TILES]] dims [1, 2] {{.*}} -> tensor<8x14x14x3xf32>
  %y = mpc.conv_transpose2d %x, %w stride [2, 2] : (tensor<8x7x7x4xf32>, tensor<2x2x4x3xf32>) -> tensor<8x14x14x3xf32>
  return %y : tensor<8x14x14x3xf32>
}

// Others stay whole until their kernel is lowered.
// CHECK-LABEL: @softmax_stays
func.func @softmax_stays(%x: tensor<8x10xf32>) -> tensor<8x10xf32> {
  // CHECK-NEXT: mpc.softmax
  %y = mpc.softmax %x dim 1 : tensor<8x10xf32>
  return %y : tensor<8x10xf32>
}
