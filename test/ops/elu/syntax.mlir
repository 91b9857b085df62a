// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<2x3xf32>, %d: tensor<f64>) {
  // CHECK: mpc.elu %{{.*}} alpha 5.000000e-01 : tensor<4xf16>
  %0 = mpc.elu %a alpha 0.5 : tensor<4xf16>
  // CHECK: mpc.elu %{{.*}} alpha 5.000000e-01 : tensor<4xbf16>
  %1 = mpc.elu %b alpha 0.5 : tensor<4xbf16>
  // CHECK: mpc.elu %{{.*}} alpha 5.000000e-01 : tensor<2x3xf32>
  %2 = mpc.elu %c alpha 0.5 : tensor<2x3xf32>
  // CHECK: mpc.elu %{{.*}} alpha 5.000000e-01 : tensor<f64>
  %3 = mpc.elu %d alpha 0.5 : tensor<f64>
  return
}

// CHECK-LABEL: @leaves_out_the_usual_alpha
func.func @leaves_out_the_usual_alpha(%a: tensor<4xf32>) {
  // CHECK: mpc.elu %{{.*}} : tensor<4xf32>
  %0 = mpc.elu %a : tensor<4xf32>
  return
}
