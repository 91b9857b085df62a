// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4x5xf16>, %b: tensor<4x5xbf16>, %c: tensor<4xf32>,
    %d: tensor<2x4x5xf64>) {
  // CHECK: mpc.softmax %{{.*}} dim 1 : tensor<4x5xf16>
  %0 = mpc.softmax %a dim 1 : tensor<4x5xf16>
  // CHECK: mpc.softmax %{{.*}} dim 0 : tensor<4x5xbf16>
  %1 = mpc.softmax %b dim 0 : tensor<4x5xbf16>
  // CHECK: mpc.softmax %{{.*}} dim 0 : tensor<4xf32>
  %2 = mpc.softmax %c dim 0 : tensor<4xf32>
  // CHECK: mpc.softmax %{{.*}} dim 1 : tensor<2x4x5xf64>
  %3 = mpc.softmax %d dim 1 : tensor<2x4x5xf64>
  return
}

// CHECK-LABEL: @takes_no_rows_and_no_columns
func.func @takes_no_rows_and_no_columns(%x: tensor<0x3xf32>) {
  // CHECK: mpc.softmax %{{.*}} dim 1 : tensor<0x3xf32>
  %0 = mpc.softmax %x dim 1 : tensor<0x3xf32>
  // CHECK: mpc.softmax %{{.*}} dim 0 : tensor<0x3xf32>
  %1 = mpc.softmax %x dim 0 : tensor<0x3xf32>
  return
}
