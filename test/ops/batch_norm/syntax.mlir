// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%x: tensor<4x3x8xf32>, %s: tensor<8xf32>, %a: tensor<4x8xf16>, %b: tensor<4x8xbf16>, %d: tensor<4x8xf64>, %t: tensor<8xf64>) {
  // CHECK: mpc.batch_norm %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<4x3x8xf32>
  %0:3 = mpc.batch_norm %x, %s, %s, %s, %s : (tensor<4x3x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<4x3x8xf32>, tensor<8xf32>, tensor<8xf32>)
  // CHECK: mpc.batch_norm {{.*}} momentum 1.000000e-02 epsilon 1.000000e-03 : (tensor<4x8xf16>, tensor<8xf32>
  %1:3 = mpc.batch_norm %a, %s, %s, %s, %s momentum 0.01 epsilon 1.0e-3 : (tensor<4x8xf16>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<4x8xf16>, tensor<8xf32>, tensor<8xf32>)
  // CHECK: mpc.batch_norm {{.*}} : (tensor<4x8xbf16>, tensor<8xf32>
  %2:3 = mpc.batch_norm %b, %s, %s, %s, %s : (tensor<4x8xbf16>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<4x8xbf16>, tensor<8xf32>, tensor<8xf32>)
  // CHECK: mpc.batch_norm {{.*}} : (tensor<4x8xf64>, tensor<8xf64>
  %3:3 = mpc.batch_norm %d, %t, %t, %t, %t : (tensor<4x8xf64>, tensor<8xf64>, tensor<8xf64>, tensor<8xf64>, tensor<8xf64>) -> (tensor<4x8xf64>, tensor<8xf64>, tensor<8xf64>)
  return
}
