// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @adds_to_rows_or_to_zero
func.func @adds_to_rows_or_to_zero(%s: tensor<3xi64>, %p: tensor<3xi32>, %u: tensor<3x4xf16>, %x: tensor<10x4xf16>) {
  // CHECK: mpc.add_sorted_rows %{{.*}}, %{{.*}}, %{{.*}} into %{{.*}} : (tensor<3xi64>, tensor<3xi32>, tensor<3x4xf16>, tensor<10x4xf16>) -> tensor<10x4xf16>
  %0 = mpc.add_sorted_rows %s, %p, %u into %x : (tensor<3xi64>, tensor<3xi32>, tensor<3x4xf16>, tensor<10x4xf16>) -> tensor<10x4xf16>
  // CHECK: mpc.add_sorted_rows %{{.*}}, %{{.*}}, %{{.*}} : (tensor<3xi64>, tensor<3xi32>, tensor<3x4xf16>) -> tensor<10x4xf16>
  %1 = mpc.add_sorted_rows %s, %p, %u : (tensor<3xi64>, tensor<3xi32>, tensor<3x4xf16>) -> tensor<10x4xf16>
  return
}
