// RUN: mpc-opt %s -mpc-form-kernels -mpc-lower-kernels -mpc-plan-buffers | FileCheck %s

// CHECK: mpc.constants_bytes = 128 : i64
// CHECK-LABEL: func.func @shares_equal_constants
// CHECK: mpc.constant {mpc.slot = #mpc.slot<constants, 0, 0>} dense<[1.0
// CHECK: slots [#mpc.slot<input, 0, 0>, #mpc.slot<constants, 0, 0>]
// CHECK-LABEL: func.func @another
// CHECK-DAG: mpc.constant {mpc.slot = #mpc.slot<constants, 0, 0>} dense<[1.0
// CHECK-DAG: mpc.constant {mpc.slot = #mpc.slot<constants, 0, 64>} dense<[3.0
func.func @shares_equal_constants(%x: tensor<2xf32> {mpc.input = "x"})
    -> (tensor<2xf32> {mpc.result = "y"}) {
  %c = mpc.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %0 = mpc.add %x, %c : tensor<2xf32>
  return %0 : tensor<2xf32>
}
func.func @another(%x: tensor<2xf32> {mpc.input = "x"})
    -> (tensor<2xf32> {mpc.result = "y"}) {
  %c = mpc.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %d = mpc.constant dense<[3.0, 2.0]> : tensor<2xf32>
  %0 = mpc.add %x, %c : tensor<2xf32>
  %1 = mpc.mul %0, %d : tensor<2xf32>
  return %1 : tensor<2xf32>
}
