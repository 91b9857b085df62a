// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<2x3xf32>, %d: tensor<f64>) {
  // CHECK: mpc.squared_error %{{.*}}, %{{.*}} : tensor<4xf16>
  %0 = mpc.squared_error %a, %a : tensor<4xf16>
  // CHECK: mpc.squared_error %{{.*}}, %{{.*}} : tensor<4xbf16>
  %1 = mpc.squared_error %b, %b : tensor<4xbf16>
  // CHECK: mpc.squared_error %{{.*}}, %{{.*}} : tensor<2x3xf32>
  %2 = mpc.squared_error %c, %c : tensor<2x3xf32>
  // CHECK: mpc.squared_error %{{.*}}, %{{.*}} : tensor<f64>
  %3 = mpc.squared_error %d, %d : tensor<f64>
  return
}
