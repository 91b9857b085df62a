// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_any_number
func.func @takes_any_number(%x: tensor<4x10xf32>, %y: tensor<4x2xf32>, %z: tensor<3x2xf32>, %h: tensor<4x2xf16>) {
  // CHECK: mpc.concat %{{.*}}, %{{.*}} dim 1 : (tensor<4x10xf32>, tensor<4x2xf32>) -> tensor<4x12xf32>
  %0 = mpc.concat %x, %y dim 1 : (tensor<4x10xf32>, tensor<4x2xf32>) -> tensor<4x12xf32>
  // CHECK: mpc.concat %{{.*}} dim 0 : (tensor<4x2xf32>) -> tensor<4x2xf32>
  %1 = mpc.concat %y dim 0 : (tensor<4x2xf32>) -> tensor<4x2xf32>
  return
}
