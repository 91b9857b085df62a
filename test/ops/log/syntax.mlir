// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<4xf32>, %d: tensor<4xf64>) {
  // CHECK: mpc.log %{{.*}} : tensor<4xf16>
  %0 = mpc.log %a : tensor<4xf16>
  // CHECK: mpc.log %{{.*}} : tensor<4xbf16>
  %1 = mpc.log %b : tensor<4xbf16>
  // CHECK: mpc.log %{{.*}} : tensor<4xf32>
  %2 = mpc.log %c : tensor<4xf32>
  // CHECK: mpc.log %{{.*}} : tensor<4xf64>
  %3 = mpc.log %d : tensor<4xf64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%a: tensor<f32>, %b: tensor<0x3xf32>) {
  // CHECK: mpc.log %{{.*}} : tensor<f32>
  %0 = mpc.log %a : tensor<f32>
  // CHECK: mpc.log %{{.*}} : tensor<0x3xf32>
  %1 = mpc.log %b : tensor<0x3xf32>
  return
}
