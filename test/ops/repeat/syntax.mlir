// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_any_element
func.func @takes_any_element(%x: tensor<4x10xf32>, %p: tensor<3xi1>, %n: tensor<f32>) {
  // CHECK: mpc.repeat %{{.*}} times [1, 3] : tensor<4x10xf32> -> tensor<4x30xf32>
  %0 = mpc.repeat %x times [1, 3] : tensor<4x10xf32> -> tensor<4x30xf32>
  // CHECK: mpc.repeat %{{.*}} times [2] : tensor<3xi1> -> tensor<6xi1>
  %1 = mpc.repeat %p times [2] : tensor<3xi1> -> tensor<6xi1>
  // CHECK: mpc.repeat %{{.*}} times [] : tensor<f32> -> tensor<f32>
  %2 = mpc.repeat %n times [] : tensor<f32> -> tensor<f32>
  return
}
