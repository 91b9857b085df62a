// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_any_number_of_flags
func.func @takes_any_number_of_flags(%a: tensor<i1>, %b: tensor<i1>) {
  // CHECK: mpc.any %{{.*}}, %{{.*}}
  %0 = mpc.any %a, %b
  // CHECK: mpc.any %{{.*}}
  %1 = mpc.any %a
  // CHECK: mpc.any
  %2 = mpc.any
  return
}
