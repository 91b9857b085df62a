// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @relu_comes_after_the_maximum
// CHECK-SAME: %[[X:.*]]: tensor<8x4x4x3xf32>
func.func @relu_comes_after_the_maximum(%x: tensor<8x4x4x3xf32>) -> tensor<8x2x2x3xf32> {
  // CHECK-NEXT: %[[Y:.*]] = mpc.max_pool2d %[[X]] size [2, 2]
  // CHECK-NEXT: %[[R:.*]] = mpc.relu %[[Y]] : tensor<8x2x2x3xf32>
  // CHECK-NEXT: return %[[R]]
  %r = mpc.relu %x : tensor<8x4x4x3xf32>
  %y = mpc.max_pool2d %r size [2, 2] : tensor<8x4x4x3xf32> -> tensor<8x2x2x3xf32>
  return %y : tensor<8x2x2x3xf32>
}

// CHECK-LABEL: @what_others_read_stays
func.func @what_others_read_stays(%x: tensor<8x4x4x3xf32>) -> (tensor<8x4x4x3xf32>, tensor<8x2x2x3xf32>) {
  // CHECK: mpc.relu6
  // CHECK-NEXT: mpc.max_pool2d
  %r = mpc.relu6 %x : tensor<8x4x4x3xf32>
  %y = mpc.max_pool2d %r size [2, 2] : tensor<8x4x4x3xf32> -> tensor<8x2x2x3xf32>
  return %r, %y : tensor<8x4x4x3xf32>, tensor<8x2x2x3xf32>
}

// gelu falls below -0.75.
// CHECK-LABEL: @what_falls_stays
func.func @what_falls_stays(%x: tensor<8x4x4x3xf32>) -> tensor<8x2x2x3xf32> {
  // CHECK: mpc.gelu
  // CHECK-NEXT: mpc.max_pool2d
  %r = mpc.gelu erf, %x : tensor<8x4x4x3xf32>
  %y = mpc.max_pool2d %r size [2, 2] : tensor<8x4x4x3xf32> -> tensor<8x2x2x3xf32>
  return %y : tensor<8x2x2x3xf32>
}
