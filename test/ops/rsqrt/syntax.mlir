// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<4xf32>, %d: tensor<4xf64>) {
  // CHECK: mpc.rsqrt %{{.*}} : tensor<4xf16>
  %0 = mpc.rsqrt %a : tensor<4xf16>
  // CHECK: mpc.rsqrt %{{.*}} : tensor<4xbf16>
  %1 = mpc.rsqrt %b : tensor<4xbf16>
  // CHECK: mpc.rsqrt %{{.*}} : tensor<4xf32>
  %2 = mpc.rsqrt %c : tensor<4xf32>
  // CHECK: mpc.rsqrt %{{.*}} : tensor<4xf64>
  %3 = mpc.rsqrt %d : tensor<4xf64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%a: tensor<f32>, %b: tensor<0x3xf32>) {
  // CHECK: mpc.rsqrt %{{.*}} : tensor<f32>
  %0 = mpc.rsqrt %a : tensor<f32>
  // CHECK: mpc.rsqrt %{{.*}} : tensor<0x3xf32>
  %1 = mpc.rsqrt %b : tensor<0x3xf32>
  return
}
