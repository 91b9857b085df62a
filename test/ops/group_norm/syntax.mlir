// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_scale_and_offset_or_none
func.func @takes_scale_and_offset_or_none(%x: tensor<2x3x3x8xf32>, %s: tensor<8xf32>, %a: tensor<2x8xf16>, %b: tensor<2x5x8xbf16>, %d: tensor<2x8xf64>) {
  // CHECK: mpc.group_norm %{{.*}} groups 4 : (tensor<2x3x3x8xf32>) -> tensor<2x3x3x8xf32>
  %0 = mpc.group_norm %x groups 4 : (tensor<2x3x3x8xf32>) -> tensor<2x3x3x8xf32>
  // CHECK: mpc.group_norm %{{.*}} scale %{{.*}} offset %{{.*}} groups 2 epsilon 1.000000e-03
  %1 = mpc.group_norm %x scale %s offset %s groups 2 epsilon 1.0e-3 : (tensor<2x3x3x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x3x3x8xf32>
  // CHECK: mpc.group_norm %{{.*}} scale %{{.*}} groups 8 : (tensor<2x8xf16>, tensor<8xf32>)
  %2 = mpc.group_norm %a scale %s groups 8 : (tensor<2x8xf16>, tensor<8xf32>) -> tensor<2x8xf16>
  // CHECK: mpc.group_norm %{{.*}} offset %{{.*}} groups 1 : (tensor<2x5x8xbf16>, tensor<8xf32>)
  %3 = mpc.group_norm %b offset %s groups 1 : (tensor<2x5x8xbf16>, tensor<8xf32>) -> tensor<2x5x8xbf16>
  // CHECK: mpc.group_norm %{{.*}} groups 1 : (tensor<2x8xf64>)
  %4 = mpc.group_norm %d groups 1 : (tensor<2x8xf64>) -> tensor<2x8xf64>
  return
}
