// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_steps_and_any_element
func.func @takes_steps_and_any_element(%x: tensor<4x10xf32>, %p: tensor<7xi1>, %s: tensor<f16>) {
  // CHECK: mpc.slice %{{.*}} from [1, 2] : tensor<4x10xf32> -> tensor<3x4xf32>
  %0 = mpc.slice %x from [1, 2] : tensor<4x10xf32> -> tensor<3x4xf32>
  // CHECK: mpc.slice %{{.*}} from [0, 1] by [3, 4] : tensor<4x10xf32> -> tensor<2x3xf32>
  %1 = mpc.slice %x from [0, 1] by [3, 4] : tensor<4x10xf32> -> tensor<2x3xf32>
  // CHECK: mpc.slice %{{.*}} from [7] : tensor<7xi1> -> tensor<0xi1>
  %2 = mpc.slice %p from [7] : tensor<7xi1> -> tensor<0xi1>
  // CHECK: mpc.slice %{{.*}} from [] : tensor<f16> -> tensor<f16>
  %3 = mpc.slice %s from [] : tensor<f16> -> tensor<f16>
  return
}
