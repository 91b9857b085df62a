// RUN: mpc-opt %s -mpc-convert-format=format=f32 | FileCheck %s

// CHECK-LABEL: func.func @leaves_f32_alone
// CHECK-NOT: f64
func.func @leaves_f32_alone(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = mpc.constant dense<2.0> : tensor<2xf32>
  %1 = mpc.mul %0, %x : tensor<2xf32>
  return %1 : tensor<2xf32>
}
