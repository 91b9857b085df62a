// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_type_it_may
func.func @takes_every_type_it_may(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<2x3xf32>, %d: tensor<f64>, %e: tensor<4xui8>, %f: tensor<2x3xi32>, %g: tensor<i64>) {
  // CHECK: mpc.sign %{{.*}} : tensor<4xf16>
  %0 = mpc.sign %a : tensor<4xf16>
  // CHECK: mpc.sign %{{.*}} : tensor<4xbf16>
  %1 = mpc.sign %b : tensor<4xbf16>
  // CHECK: mpc.sign %{{.*}} : tensor<2x3xf32>
  %2 = mpc.sign %c : tensor<2x3xf32>
  // CHECK: mpc.sign %{{.*}} : tensor<f64>
  %3 = mpc.sign %d : tensor<f64>
  // CHECK: mpc.sign %{{.*}} : tensor<4xui8>
  %4 = mpc.sign %e : tensor<4xui8>
  // CHECK: mpc.sign %{{.*}} : tensor<2x3xi32>
  %5 = mpc.sign %f : tensor<2x3xi32>
  // CHECK: mpc.sign %{{.*}} : tensor<i64>
  %6 = mpc.sign %g : tensor<i64>
  return
}
