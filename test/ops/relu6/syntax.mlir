// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<2x3xf32>, %d: tensor<f64>) {
  // CHECK: mpc.relu6 %{{.*}} : tensor<4xf16>
  %0 = mpc.relu6 %a : tensor<4xf16>
  // CHECK: mpc.relu6 %{{.*}} : tensor<4xbf16>
  %1 = mpc.relu6 %b : tensor<4xbf16>
  // CHECK: mpc.relu6 %{{.*}} : tensor<2x3xf32>
  %2 = mpc.relu6 %c : tensor<2x3xf32>
  // CHECK: mpc.relu6 %{{.*}} : tensor<f64>
  %3 = mpc.relu6 %d : tensor<f64>
  return
}
