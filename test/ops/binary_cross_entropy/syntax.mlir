// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<2x3xf32>, %d: tensor<f64>) {
  // CHECK: mpc.binary_cross_entropy %{{.*}}, %{{.*}} : tensor<4xf16>
  %0 = mpc.binary_cross_entropy %a, %a : tensor<4xf16>
  // CHECK: mpc.binary_cross_entropy %{{.*}}, %{{.*}} : tensor<4xbf16>
  %1 = mpc.binary_cross_entropy %b, %b : tensor<4xbf16>
  // CHECK: mpc.binary_cross_entropy %{{.*}}, %{{.*}} : tensor<2x3xf32>
  %2 = mpc.binary_cross_entropy %c, %c : tensor<2x3xf32>
  // CHECK: mpc.binary_cross_entropy %{{.*}}, %{{.*}} : tensor<f64>
  %3 = mpc.binary_cross_entropy %d, %d : tensor<f64>
  return
}
