// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<2x3xf32>, %d: tensor<f64>) {
  // CHECK: mpc.softplus %{{.*}} : tensor<4xf16>
  %0 = mpc.softplus %a : tensor<4xf16>
  // CHECK: mpc.softplus %{{.*}} : tensor<4xbf16>
  %1 = mpc.softplus %b : tensor<4xbf16>
  // CHECK: mpc.softplus %{{.*}} : tensor<2x3xf32>
  %2 = mpc.softplus %c : tensor<2x3xf32>
  // CHECK: mpc.softplus %{{.*}} : tensor<f64>
  %3 = mpc.softplus %d : tensor<f64>
  return
}
