// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<2x3xf32>, %d: tensor<f64>) {
  // CHECK: mpc.huber %{{.*}}, %{{.*}} delta 5.000000e-01 : tensor<4xf16>
  %0 = mpc.huber %a, %a delta 0.5 : tensor<4xf16>
  // CHECK: mpc.huber %{{.*}}, %{{.*}} delta 5.000000e-01 : tensor<4xbf16>
  %1 = mpc.huber %b, %b delta 0.5 : tensor<4xbf16>
  // CHECK: mpc.huber %{{.*}}, %{{.*}} delta 5.000000e-01 : tensor<2x3xf32>
  %2 = mpc.huber %c, %c delta 0.5 : tensor<2x3xf32>
  // CHECK: mpc.huber %{{.*}}, %{{.*}} delta 5.000000e-01 : tensor<f64>
  %3 = mpc.huber %d, %d delta 0.5 : tensor<f64>
  return
}
