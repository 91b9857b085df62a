// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_weights_or_none
func.func @takes_weights_or_none(%x: tensor<4x8xf32>, %s: tensor<8xf32>, %a: tensor<4x8xf16>, %b: tensor<4x3x8xbf16>, %t: tensor<4x8xf32>, %d: tensor<4x8xf64>, %u: tensor<4xf64>) {
  // CHECK: mpc.shifted_sum 1, %{{.*}}, %{{.*}} dims [0] : (tensor<4x8xf32>, tensor<8xf32>) -> tensor<8xf32>
  %0 = mpc.shifted_sum 1, %x, %s dims [0] : (tensor<4x8xf32>, tensor<8xf32>) -> tensor<8xf32>
  // CHECK: mpc.shifted_sum 2, %{{.*}}, %{{.*}} weights %{{.*}} dims [0] : (tensor<4x8xf16>, tensor<8xf32>, tensor<4x8xf16>)
  %1 = mpc.shifted_sum 2, %a, %s weights %a dims [0] : (tensor<4x8xf16>, tensor<8xf32>, tensor<4x8xf16>) -> tensor<8xf32>
  // CHECK: mpc.shifted_sum 2, %{{.*}}, %{{.*}} dims [1] : (tensor<4x3x8xbf16>, tensor<4x8xf32>)
  %2 = mpc.shifted_sum 2, %b, %t dims [1] : (tensor<4x3x8xbf16>, tensor<4x8xf32>) -> tensor<4x8xf32>
  // CHECK: mpc.shifted_sum 1, %{{.*}}, %{{.*}} dims [1] : (tensor<4x8xf64>, tensor<4xf64>)
  %3 = mpc.shifted_sum 1, %d, %u dims [1] : (tensor<4x8xf64>, tensor<4xf64>) -> tensor<4xf64>
  return
}
