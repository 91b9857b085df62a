// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%x: tensor<4x3x8xf32>, %s: tensor<8xf32>, %a: tensor<4x8xf16>, %b: tensor<4x8xbf16>, %d: tensor<4x8xf64>, %t: tensor<8xf64>) {
  // CHECK: mpc.batch_norm_inference %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<4x3x8xf32>
  %0 = mpc.batch_norm_inference %x, %s, %s, %s, %s : (tensor<4x3x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<4x3x8xf32>
  // CHECK: mpc.batch_norm_inference {{.*}} epsilon 1.000000e-03 : (tensor<4x8xf16>, tensor<8xf32>
  %1 = mpc.batch_norm_inference %a, %s, %s, %s, %s epsilon 1.0e-3 : (tensor<4x8xf16>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<4x8xf16>
  // CHECK: mpc.batch_norm_inference {{.*}} : (tensor<4x8xbf16>, tensor<8xf32>
  %2 = mpc.batch_norm_inference %b, %s, %s, %s, %s : (tensor<4x8xbf16>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<4x8xbf16>
  // CHECK: mpc.batch_norm_inference {{.*}} : (tensor<4x8xf64>, tensor<8xf64>
  %3 = mpc.batch_norm_inference %d, %t, %t, %t, %t : (tensor<4x8xf64>, tensor<8xf64>, tensor<8xf64>, tensor<8xf64>, tensor<8xf64>) -> tensor<4x8xf64>
  return
}
