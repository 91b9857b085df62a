// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_a_scale_or_none
func.func @takes_a_scale_or_none(%x: tensor<4x8xf32>, %s: tensor<8xf32>, %a: tensor<4x8xf16>) {
  // CHECK: mpc.norm_adjoint %{{.*}}, %{{.*}} dims [1] epsilon 1.000000e-05 : (tensor<4x8xf32>, tensor<4x8xf32>)
  %0 = mpc.norm_adjoint %x, %x dims [1] epsilon 1.0e-5 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  // CHECK: mpc.norm_adjoint %{{.*}}, %{{.*}} scale %{{.*}} dims [1] epsilon 1.000000e-05 centered : (tensor<4x8xf16>, tensor<4x8xf16>, tensor<8xf32>)
  %1 = mpc.norm_adjoint %a, %a scale %s dims [1] epsilon 1.0e-5 centered : (tensor<4x8xf16>, tensor<4x8xf16>, tensor<8xf32>) -> tensor<4x8xf16>
  return
}
