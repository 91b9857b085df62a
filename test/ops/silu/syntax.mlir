// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<2x3xf32>, %d: tensor<f64>) {
  // CHECK: mpc.silu %{{.*}} : tensor<4xf16>
  %0 = mpc.silu %a : tensor<4xf16>
  // CHECK: mpc.silu %{{.*}} : tensor<4xbf16>
  %1 = mpc.silu %b : tensor<4xbf16>
  // CHECK: mpc.silu %{{.*}} : tensor<2x3xf32>
  %2 = mpc.silu %c : tensor<2x3xf32>
  // CHECK: mpc.silu %{{.*}} : tensor<f64>
  %3 = mpc.silu %d : tensor<f64>
  return
}
