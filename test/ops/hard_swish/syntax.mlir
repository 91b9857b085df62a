// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<2x3xf32>, %d: tensor<f64>) {
  // CHECK: mpc.hard_swish %{{.*}} : tensor<4xf16>
  %0 = mpc.hard_swish %a : tensor<4xf16>
  // CHECK: mpc.hard_swish %{{.*}} : tensor<4xbf16>
  %1 = mpc.hard_swish %b : tensor<4xbf16>
  // CHECK: mpc.hard_swish %{{.*}} : tensor<2x3xf32>
  %2 = mpc.hard_swish %c : tensor<2x3xf32>
  // CHECK: mpc.hard_swish %{{.*}} : tensor<f64>
  %3 = mpc.hard_swish %d : tensor<f64>
  return
}
