// RUN: mpc-opt %s -mpc-form-kernels -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: @keeps_the_first_in_descending_order
func.func @keeps_the_first_in_descending_order(%x: tensor<2x3x5xf16>) -> (tensor<2x3x2xf16>, tensor<2x3x2xi32>) {
  // CHECK: mpc.algorithm sort(%{{.*}}) parameters [6, 5, 1, 2, 1] : (tensor<2x3x5xf16>) -> (tensor<2x3x2xf16>, tensor<2x3x2xi32>)
  %v, %i = mpc.top_k %x k 2 : tensor<2x3x5xf16>
  return %v, %i : tensor<2x3x2xf16>, tensor<2x3x2xi32>
}
