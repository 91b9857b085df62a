// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<4xf32>, %d: tensor<4xf64>) {
  // CHECK: mpc.log1p %{{.*}} : tensor<4xf16>
  %0 = mpc.log1p %a : tensor<4xf16>
  // CHECK: mpc.log1p %{{.*}} : tensor<4xbf16>
  %1 = mpc.log1p %b : tensor<4xbf16>
  // CHECK: mpc.log1p %{{.*}} : tensor<4xf32>
  %2 = mpc.log1p %c : tensor<4xf32>
  // CHECK: mpc.log1p %{{.*}} : tensor<4xf64>
  %3 = mpc.log1p %d : tensor<4xf64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%a: tensor<f32>, %b: tensor<0x3xf32>) {
  // CHECK: mpc.log1p %{{.*}} : tensor<f32>
  %0 = mpc.log1p %a : tensor<f32>
  // CHECK: mpc.log1p %{{.*}} : tensor<0x3xf32>
  %1 = mpc.log1p %b : tensor<0x3xf32>
  return
}
