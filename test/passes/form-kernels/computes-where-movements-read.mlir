// RUN: mpc-opt %s -mpc-expand-composites -mpc-form-kernels | FileCheck %s

// Tiles see each pixel once: it is computed where it is seen.
// CHECK-LABEL: @pooling_computes_what_it_sees
// CHECK-SAME: %[[X:.*]]: tensor<8x14x14x4xf32> {{.*}}, %[[B:.*]]: tensor<4xf32>
func.func @pooling_computes_what_it_sees(
    %x: tensor<8x14x14x4xf32> {mpc.input = "x"}, %b: tensor<4xf32> {mpc.input = "b"},
    %z: tensor<8x14x14x4xf32> {mpc.input = "z"}) -> (tensor<8x7x7x4xf32> {mpc.result = "y"}) {
  // CHECK-NEXT: %[[Y:.*]] = mpc.kernel column_reduction "{{.*}}" domain [8, 7, 7, 2, 2, 4] reduced [3, 4] (
  // CHECK: mpc.mul
  // CHECK: mpc.window
  // CHECK: return %[[Y]]
  %p = mpc.mul %x, %z : tensor<8x14x14x4xf32>
  %c = mpc.broadcast %b dims [3] : tensor<4xf32> -> tensor<8x14x14x4xf32>
  %s = mpc.mul %p, %c : tensor<8x14x14x4xf32>
  %y = mpc.max_pool2d %s size [2, 2] : tensor<8x14x14x4xf32> -> tensor<8x7x7x4xf32>
  return %y : tensor<8x7x7x4xf32>
}

// CHECK-LABEL: @overlapping_windows_would_compute_it_again
func.func @overlapping_windows_would_compute_it_again(
    %x: tensor<8x14x14x4xf32> {mpc.input = "x"}, %z: tensor<8x14x14x4xf32> {mpc.input = "z"})
    -> (tensor<8x12x12x4xf32> {mpc.result = "y"}) {
  // CHECK: mpc.kernel pointwise
  // CHECK: mpc.kernel column_reduction
  %p = mpc.mul %x, %z : tensor<8x14x14x4xf32>
  %y = mpc.max_pool2d %p size [3, 3] stride [1, 1] : tensor<8x14x14x4xf32> -> tensor<8x12x12x4xf32>
  return %y : tensor<8x12x12x4xf32>
}

// CHECK-LABEL: @what_is_costly_is_computed_before
func.func @what_is_costly_is_computed_before(
    %x: tensor<4x3xf32> {mpc.input = "x"}, %z: tensor<4x5xf32> {mpc.input = "z"})
    -> (tensor<4x8xf32> {mpc.result = "y"}) {
  // CHECK: mpc.kernel pointwise
  // CHECK: mpc.tanh
  // CHECK: mpc.kernel pointwise
  // CHECK: mpc.concat
  %t = mpc.tanh %x : tensor<4x3xf32>
  %y = mpc.concat %t, %z dim 1 : (tensor<4x3xf32>, tensor<4x5xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// What somebody else reads has to be stored.
// CHECK-LABEL: @what_is_read_elsewhere_is_computed_before
func.func @what_is_read_elsewhere_is_computed_before(
    %x: tensor<4x3xf32> {mpc.input = "x"}, %z: tensor<4x3xf32> {mpc.input = "z"})
    -> (tensor<2x3xf32> {mpc.result = "y"}, tensor<4x3xf32> {mpc.result = "s"}) {
  // CHECK: mpc.kernel pointwise
  // CHECK: mpc.add
  // CHECK: mpc.kernel pointwise
  // CHECK: mpc.slice
  %s = mpc.add %x, %z : tensor<4x3xf32>
  %y = mpc.slice %s from [1, 0] : tensor<4x3xf32> -> tensor<2x3xf32>
  return %y, %s : tensor<2x3xf32>, tensor<4x3xf32>
}

// A tensor that repeats a smaller one is read as that by all.
// CHECK-LABEL: @what_repeats_is_never_stored
// CHECK-SAME: %[[X:.*]]: tensor<8x64xf32>
func.func @what_repeats_is_never_stored(%x: tensor<8x64xf32> {mpc.input = "x"})
    -> (tensor<64xf32> {mpc.result = "s"}, tensor<8xf32> {mpc.result = "r"}) {
  // CHECK-NEXT: %[[SMALL:.*]] = mpc.kernel row_reduction {{.*}} -> (tensor<8xf32>)
  // CHECK: mpc.kernel {{.*}}(%{{[^,]*}} = %[[SMALL]] : tensor<8xf32>)
  // CHECK: mpc.repeat
  // CHECK: mpc.kernel {{.*}}(%{{[^,]*}} = %[[SMALL]] : tensor<8xf32>)
  // CHECK: mpc.repeat
  %m = mpc.reduce max, %x dims [1] : tensor<8x64xf32> -> tensor<8xf32>
  %a = mpc.broadcast %m dims [0] : tensor<8xf32> -> tensor<8x64xf32>
  %b = mpc.repeat %a times [4, 1] : tensor<8x64xf32> -> tensor<32x64xf32>
  %n = mpc.neg %b : tensor<32x64xf32>
  %s = mpc.reduce sum, %n dims [0] : tensor<32x64xf32> -> tensor<64xf32>
  %t = mpc.reduce sum, %n dims [1] : tensor<32x64xf32> -> tensor<32xf32>
  %r = mpc.slice %t from [0] : tensor<32xf32> -> tensor<8xf32>
  return %s, %r : tensor<64xf32>, tensor<8xf32>
}
