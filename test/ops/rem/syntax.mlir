// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_type_it_may
func.func @takes_every_type_it_may(%a: tensor<4xui8>, %b: tensor<2x3xi32>, %c: tensor<i64>) {
  // CHECK: mpc.rem %{{.*}}, %{{.*}} : tensor<4xui8>
  %0 = mpc.rem %a, %a : tensor<4xui8>
  // CHECK: mpc.rem %{{.*}}, %{{.*}} : tensor<2x3xi32>
  %1 = mpc.rem %b, %b : tensor<2x3xi32>
  // CHECK: mpc.rem %{{.*}}, %{{.*}} : tensor<i64>
  %2 = mpc.rem %c, %c : tensor<i64>
  return
}
