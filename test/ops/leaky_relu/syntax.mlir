// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<2x3xf32>, %d: tensor<f64>) {
  // CHECK: mpc.leaky_relu %{{.*}} slope 2.000000e-01 : tensor<4xf16>
  %0 = mpc.leaky_relu %a slope 0.2 : tensor<4xf16>
  // CHECK: mpc.leaky_relu %{{.*}} slope 2.000000e-01 : tensor<4xbf16>
  %1 = mpc.leaky_relu %b slope 0.2 : tensor<4xbf16>
  // CHECK: mpc.leaky_relu %{{.*}} slope 2.000000e-01 : tensor<2x3xf32>
  %2 = mpc.leaky_relu %c slope 0.2 : tensor<2x3xf32>
  // CHECK: mpc.leaky_relu %{{.*}} slope 2.000000e-01 : tensor<f64>
  %3 = mpc.leaky_relu %d slope 0.2 : tensor<f64>
  return
}

// CHECK-LABEL: @leaves_out_the_usual_slope
func.func @leaves_out_the_usual_slope(%a: tensor<4xf32>) {
  // CHECK: mpc.leaky_relu %{{.*}} : tensor<4xf32>
  %0 = mpc.leaky_relu %a : tensor<4xf32>
  return
}
