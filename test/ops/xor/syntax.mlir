// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_type_it_may
func.func @takes_every_type_it_may(%a: tensor<4xi1>, %b: tensor<4xui8>, %c: tensor<2x3xi32>, %d: tensor<i64>) {
  // CHECK: mpc.xor %{{.*}}, %{{.*}} : tensor<4xi1>
  %0 = mpc.xor %a, %a : tensor<4xi1>
  // CHECK: mpc.xor %{{.*}}, %{{.*}} : tensor<4xui8>
  %1 = mpc.xor %b, %b : tensor<4xui8>
  // CHECK: mpc.xor %{{.*}}, %{{.*}} : tensor<2x3xi32>
  %2 = mpc.xor %c, %c : tensor<2x3xi32>
  // CHECK: mpc.xor %{{.*}}, %{{.*}} : tensor<i64>
  %3 = mpc.xor %d, %d : tensor<i64>
  return
}
