// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_a_scale_or_none_and_every_float
func.func @takes_a_scale_or_none_and_every_float(%x: tensor<4x8xf32>, %s: tensor<8xf32>, %a: tensor<4x8xf16>, %b: tensor<2x3x4xbf16>, %d: tensor<4x8xf64>, %t: tensor<4xf64>) {
  // CHECK: mpc.rms_norm %{{.*}} dims [1] : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %0 = mpc.rms_norm %x dims [1] : (tensor<4x8xf32>) -> tensor<4x8xf32>
  // CHECK: mpc.rms_norm %{{.*}} scale %{{.*}} dims [1] epsilon 1.000000e-03 : (tensor<4x8xf32>, tensor<8xf32>)
  %1 = mpc.rms_norm %x scale %s dims [1] epsilon 1.0e-3 : (tensor<4x8xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  // CHECK: mpc.rms_norm %{{.*}} scale %{{.*}} dims [1] : (tensor<4x8xf16>, tensor<8xf32>)
  %2 = mpc.rms_norm %a scale %s dims [1] : (tensor<4x8xf16>, tensor<8xf32>) -> tensor<4x8xf16>
  // CHECK: mpc.rms_norm %{{.*}} dims [1, 2] : (tensor<2x3x4xbf16>)
  %3 = mpc.rms_norm %b dims [1, 2] : (tensor<2x3x4xbf16>) -> tensor<2x3x4xbf16>
  // CHECK: mpc.rms_norm %{{.*}} scale %{{.*}} dims [0] : (tensor<4x8xf64>, tensor<4xf64>)
  %4 = mpc.rms_norm %d scale %t dims [0] : (tensor<4x8xf64>, tensor<4xf64>) -> tensor<4x8xf64>
  return
}
