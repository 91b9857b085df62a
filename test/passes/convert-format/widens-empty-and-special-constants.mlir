// RUN: mpc-opt %s -mpc-convert-format | FileCheck %s

// CHECK-LABEL: func.func @keeps_infinities_and_nothing
func.func @keeps_infinities_and_nothing() -> (tensor<2xf32>, tensor<0x3xf32>) {
  // CHECK: mpc.constant dense<[0x7FF0000000000000, 0xFFF0000000000000]> : tensor<2xf64>
  %0 = mpc.constant dense<[0x7F800000, 0xFF800000]> : tensor<2xf32>
  // CHECK: mpc.constant dense<> : tensor<0x3xf64>
  %1 = mpc.constant dense<> : tensor<0x3xf32>
  return %0, %1 : tensor<2xf32>, tensor<0x3xf32>
}
