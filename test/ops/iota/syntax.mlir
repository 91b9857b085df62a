// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @gives_every_number
func.func @gives_every_number() {
  // CHECK: mpc.iota dim 0 : tensor<4xui8>
  %0 = mpc.iota dim 0 : tensor<4xui8>
  // CHECK: mpc.iota dim 1 : tensor<4x10xi32>
  %1 = mpc.iota dim 1 : tensor<4x10xi32>
  // CHECK: mpc.iota dim 0 : tensor<4xi64>
  %2 = mpc.iota dim 0 : tensor<4xi64>
  // CHECK: mpc.iota dim 0 : tensor<4xf16>
  %3 = mpc.iota dim 0 : tensor<4xf16>
  // CHECK: mpc.iota dim 0 : tensor<0x3xf32>
  %4 = mpc.iota dim 0 : tensor<0x3xf32>
  return
}
