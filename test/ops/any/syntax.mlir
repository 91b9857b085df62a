// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_any_number_of_flags
func.func @takes_any_number_of_flags(%a: tensor<i1>, %b: tensor<i1>) {
  // CHECK: mpc.any %{{.*}}, %{{.*}} : tensor<i1>
  %0 = mpc.any %a, %b : tensor<i1>
  // CHECK: mpc.any %{{.*}} : tensor<i1>
  %1 = mpc.any %a : tensor<i1>
  // CHECK: mpc.any : tensor<i1>
  %2 = mpc.any : tensor<i1>
  return
}
