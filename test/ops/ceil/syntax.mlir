// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_type_it_may
func.func @takes_every_type_it_may(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<2x3xf32>, %d: tensor<f64>) {
  // CHECK: mpc.ceil %{{.*}} : tensor<4xf16>
  %0 = mpc.ceil %a : tensor<4xf16>
  // CHECK: mpc.ceil %{{.*}} : tensor<4xbf16>
  %1 = mpc.ceil %b : tensor<4xbf16>
  // CHECK: mpc.ceil %{{.*}} : tensor<2x3xf32>
  %2 = mpc.ceil %c : tensor<2x3xf32>
  // CHECK: mpc.ceil %{{.*}} : tensor<f64>
  %3 = mpc.ceil %d : tensor<f64>
  return
}
