// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_predicates_and_integers
func.func @takes_predicates_and_integers(%a: tensor<4xi1>, %b: tensor<4xui8>, %c: tensor<4xi32>, %d: tensor<4xi64>) {
  // CHECK: mpc.and %{{.*}}, %{{.*}} : tensor<4xi1>
  %0 = mpc.and %a, %a : tensor<4xi1>
  // CHECK: mpc.and %{{.*}}, %{{.*}} : tensor<4xui8>
  %1 = mpc.and %b, %b : tensor<4xui8>
  // CHECK: mpc.and %{{.*}}, %{{.*}} : tensor<4xi32>
  %2 = mpc.and %c, %c : tensor<4xi32>
  // CHECK: mpc.and %{{.*}}, %{{.*}} : tensor<4xi64>
  %3 = mpc.and %d, %d : tensor<4xi64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%a: tensor<i1>, %b: tensor<0x3xi1>) {
  // CHECK: mpc.and %{{.*}}, %{{.*}} : tensor<i1>
  %0 = mpc.and %a, %a : tensor<i1>
  // CHECK: mpc.and %{{.*}}, %{{.*}} : tensor<0x3xi1>
  %1 = mpc.and %b, %b : tensor<0x3xi1>
  return
}
