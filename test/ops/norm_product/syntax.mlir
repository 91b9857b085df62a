// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @gives_f32
func.func @gives_f32(%x: tensor<4x8xf32>, %a: tensor<4x8xf16>) {
  // CHECK: mpc.norm_product %{{.*}}, %{{.*}} dims [1] epsilon 1.000000e-05 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  %0 = mpc.norm_product %x, %x dims [1] epsilon 1.0e-5 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  // CHECK: mpc.norm_product %{{.*}}, %{{.*}} dims [1] epsilon 1.000000e-05 centered : (tensor<4x8xf16>, tensor<4x8xf16>) -> tensor<4x8xf32>
  %1 = mpc.norm_product %a, %a dims [1] epsilon 1.0e-5 centered : (tensor<4x8xf16>, tensor<4x8xf16>) -> tensor<4x8xf32>
  return
}
