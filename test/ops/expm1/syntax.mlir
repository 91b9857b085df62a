// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<4xf32>, %d: tensor<4xf64>) {
  // CHECK: mpc.expm1 %{{.*}} : tensor<4xf16>
  %0 = mpc.expm1 %a : tensor<4xf16>
  // CHECK: mpc.expm1 %{{.*}} : tensor<4xbf16>
  %1 = mpc.expm1 %b : tensor<4xbf16>
  // CHECK: mpc.expm1 %{{.*}} : tensor<4xf32>
  %2 = mpc.expm1 %c : tensor<4xf32>
  // CHECK: mpc.expm1 %{{.*}} : tensor<4xf64>
  %3 = mpc.expm1 %d : tensor<4xf64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%a: tensor<f32>, %b: tensor<0x3xf32>) {
  // CHECK: mpc.expm1 %{{.*}} : tensor<f32>
  %0 = mpc.expm1 %a : tensor<f32>
  // CHECK: mpc.expm1 %{{.*}} : tensor<0x3xf32>
  %1 = mpc.expm1 %b : tensor<0x3xf32>
  return
}
