// RUN: mpc-opt %s -split-input-file -mpc-form-kernels -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: @says_in_which_order
func.func @says_in_which_order(%x: tensor<2x3x5xi32>) -> tensor<2x3x5xi32> {
  // CHECK: mpc.kernel algorithm "cumsum:{{[0-9]+}}" domain [2, 3, 5] reduced []
  // CHECK: mpc.algorithm cumsum(%{{.*}}) parameters [1, 2, 15, 1, 0] : (tensor<2x3x5xi32>) -> tensor<2x3x5xi32>
  %0 = mpc.cumsum %x dim 0 exclusive : tensor<2x3x5xi32>
  return %0 : tensor<2x3x5xi32>
}

// -----

// CHECK-LABEL: @runs_from_the_end
func.func @runs_from_the_end(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // CHECK: mpc.algorithm cumsum(%{{.*}}) parameters [2, 3, 1, 0, 1]
  %0 = mpc.cumsum %x dim 1 reverse : tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}
