// RUN: mpc-opt %s -mpc-form-kernels -remarks-filter=mpc-form-kernels -o /dev/null 2>&1 | FileCheck %s

// CHECK-DAG: remark: [Passed] kernel | Category:mpc-form-kernels | Function=f | Remark="contraction "dot_general:[[#@LINE+4]]" of 1 ops"
// CHECK-DAG: remark: [Missed] kernel | Category:mpc-form-kernels | Function=f | Reason="packing would repeat costly work", Remark="mpc.dot_general stays apart from mpc.exp, which it reads"
func.func @f(%x: tensor<8x4xf32>, %w: tensor<4x3xf32>) -> tensor<8x3xf32> {
  %0 = mpc.exp %x : tensor<8x4xf32>
  %1 = mpc.dot_general %0, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x3xf32>) -> tensor<8x3xf32>
  return %1 : tensor<8x3xf32>
}
