// RUN: mpc-opt %s -mpc-expand-composites -mpc-form-kernels | FileCheck %s

// The windows are nine times their image: no kernel stores them.
// CHECK-LABEL: @a_convolution_reads_its_image_and_ends_with_relu
// CHECK-SAME: %[[X:.*]]: tensor<8x14x14x4xf32> {{.*}}, %[[W:.*]]: tensor<3x3x4x16xf32>
func.func @a_convolution_reads_its_image_and_ends_with_relu(
    %x: tensor<8x14x14x4xf32> {mpc.input = "x"}, %w: tensor<3x3x4x16xf32> {mpc.input = "w"},
    %b: tensor<16xf32> {mpc.input = "b"}) -> (tensor<8x14x14x16xf32> {mpc.result = "y"}) {
  // CHECK-NEXT: %[[Y:.*]] = mpc.kernel contraction "{{.*}}" domain [8, 14, 14, 16] reduced [] (%{{.*}} = %[[X]] : {{.*}}, %{{.*}} = %[[W]] :
  // CHECK-NEXT: mpc.window {{.*}} {{.*}}mpc.role = "prologue"
  // CHECK-NEXT: mpc.dot_general {{.*}} {{.*}}mpc.role = "main"
  // CHECK: mpc.relu {{.*}} {mpc.role = "epilogue"}
  // CHECK: return %[[Y]]
  %y = mpc.conv2d %x, %w low [1, 1] high [1, 1] : (tensor<8x14x14x4xf32>, tensor<3x3x4x16xf32>) -> tensor<8x14x14x16xf32>
  %c = mpc.broadcast %b dims [3] : tensor<16xf32> -> tensor<8x14x14x16xf32>
  %z = mpc.add %y, %c : tensor<8x14x14x16xf32>
  %r = mpc.relu %z : tensor<8x14x14x16xf32>
  return %r : tensor<8x14x14x16xf32>
}

// What is computed would be computed nine times: it is stored before.
// CHECK-LABEL: @what_comes_before_a_window_is_stored
func.func @what_comes_before_a_window_is_stored(
    %x: tensor<8x14x14x4xf32> {mpc.input = "x"}, %u: tensor<8x14x14x4xf32> {mpc.input = "u"},
    %w: tensor<3x3x4x16xf32> {mpc.input = "w"}) -> (tensor<8x12x12x16xf32> {mpc.result = "y"}) {
  // CHECK: %[[T:.*]] = mpc.kernel pointwise
  // CHECK: mpc.tanh
  // CHECK: mpc.kernel contraction "{{.*}}" domain [8, 12, 12, 16] reduced [] (%{{.*}} = %[[T]] :
  %s = mpc.add %x, %u : tensor<8x14x14x4xf32>
  %t = mpc.tanh %s : tensor<8x14x14x4xf32>
  %y = mpc.conv2d %t, %w : (tensor<8x14x14x4xf32>, tensor<3x3x4x16xf32>) -> tensor<8x12x12x16xf32>
  return %y : tensor<8x12x12x16xf32>
}

// Bytes that become floats on the way are cheaper to read than floats.
// CHECK-LABEL: @images_become_floats_where_they_are_read
// CHECK-SAME: %[[X:.*]]: tensor<8x14x14x4xui8>
func.func @images_become_floats_where_they_are_read(
    %x: tensor<8x14x14x4xui8> {mpc.input = "x"},
    %w: tensor<3x3x4x16xf32> {mpc.input = "w"}) -> (tensor<8x12x12x16xf32> {mpc.result = "y"}) {
  // CHECK-NEXT: mpc.kernel contraction "{{.*}}" domain [8, 12, 12, 16] reduced [] (%{{.*}} = %[[X]] :
  // CHECK-NEXT: mpc.convert
  // CHECK-NEXT: mpc.window
  %f = mpc.convert %x : tensor<8x14x14x4xui8> to tensor<8x14x14x4xf32>
  %y = mpc.conv2d %f, %w : (tensor<8x14x14x4xf32>, tensor<3x3x4x16xf32>) -> tensor<8x12x12x16xf32>
  return %y : tensor<8x12x12x16xf32>
}

// CHECK-LABEL: @pooling_is_one_kernel
// CHECK-SAME: %[[X:.*]]: tensor<8x14x14x4xf32>
func.func @pooling_is_one_kernel(%x: tensor<8x14x14x4xf32> {mpc.input = "x"}) -> (tensor<8x7x7x4xf32> {mpc.result = "y"}) {
  // CHECK-NEXT: %[[Y:.*]] = mpc.kernel column_reduction "{{.*}}" domain [8, 7, 7, 2, 2, 4] reduced [3, 4] (%{{.*}} = %[[X]] :
  // CHECK: return %[[Y]]
  %y = mpc.max_pool2d %x size [2, 2] : tensor<8x14x14x4xf32> -> tensor<8x7x7x4xf32>
  return %y : tensor<8x7x7x4xf32>
}

// Two windows of one image are one operand.
// CHECK-LABEL: @an_image_is_passed_once
// CHECK-SAME: %[[X:.*]]: tensor<8x14x14x4xf32>
func.func @an_image_is_passed_once(%x: tensor<8x14x14x4xf32> {mpc.input = "x"})
    -> (tensor<8x7x7x4xf32> {mpc.result = "y"}, tensor<8x7x7x4xf32> {mpc.result = "z"}) {
  // CHECK-NEXT: mpc.kernel column_reduction "{{.*}}" domain [8, 7, 7, 2, 2, 4] reduced [3, 4] (%{{[^,]*}} = %[[X]] : tensor<8x14x14x4xf32>) ->
  %y = mpc.max_pool2d %x size [2, 2] : tensor<8x14x14x4xf32> -> tensor<8x7x7x4xf32>
  %z = mpc.avg_pool2d %x size [2, 2] : tensor<8x14x14x4xf32> -> tensor<8x7x7x4xf32>
  return %y, %z : tensor<8x7x7x4xf32>, tensor<8x7x7x4xf32>
}
