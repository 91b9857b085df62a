// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_scale_and_offset_or_none
func.func @takes_scale_and_offset_or_none(%x: tensor<4x8xf32>, %s: tensor<8xf32>) {
  // CHECK: mpc.layer_norm %{{.*}} dims [1] : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %0 = mpc.layer_norm %x dims [1] : (tensor<4x8xf32>) -> tensor<4x8xf32>
  // CHECK: mpc.layer_norm %{{.*}} scale %{{.*}} dims [1] epsilon 1.000000e-03 : (tensor<4x8xf32>, tensor<8xf32>)
  %1 = mpc.layer_norm %x scale %s dims [1] epsilon 1.0e-3 : (tensor<4x8xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  // CHECK: mpc.layer_norm %{{.*}} offset %{{.*}} dims [1]
  %2 = mpc.layer_norm %x offset %s dims [1] : (tensor<4x8xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  // CHECK: mpc.layer_norm %{{.*}} scale %{{.*}} offset %{{.*}} dims [1]
  %3 = mpc.layer_norm %x scale %s offset %s dims [1] : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  return
}

// CHECK-LABEL: @takes_every_float_and_any_dims
func.func @takes_every_float_and_any_dims(%a: tensor<2x3x4xf16>, %b: tensor<2x3x4xbf16>, %d: tensor<2x3x4xf64>, %s: tensor<3x4xf32>, %t: tensor<2x4xf64>) {
  // CHECK: mpc.layer_norm {{.*}} dims [1, 2] : (tensor<2x3x4xf16>, tensor<3x4xf32>)
  %0 = mpc.layer_norm %a scale %s dims [1, 2] : (tensor<2x3x4xf16>, tensor<3x4xf32>) -> tensor<2x3x4xf16>
  // CHECK: mpc.layer_norm {{.*}} dims [0] : (tensor<2x3x4xbf16>)
  %1 = mpc.layer_norm %b dims [0] : (tensor<2x3x4xbf16>) -> tensor<2x3x4xbf16>
  // CHECK: mpc.layer_norm {{.*}} dims [0, 2] : (tensor<2x3x4xf64>, tensor<2x4xf64>)
  %2 = mpc.layer_norm %d offset %t dims [0, 2] : (tensor<2x3x4xf64>, tensor<2x4xf64>) -> tensor<2x3x4xf64>
  return
}
