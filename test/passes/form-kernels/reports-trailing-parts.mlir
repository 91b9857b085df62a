// RUN: mpc-opt %s -mpc-form-kernels=trailing=true -remarks-filter=mpc-form-kernels -o /dev/null 2>&1 | FileCheck %s --implicit-check-not=Missed
// RUN: mpc-opt %s -mpc-form-kernels -remarks-filter=mpc-form-kernels -o /dev/null 2>&1 | FileCheck %s --check-prefix=ALONE

// CHECK: remark: loc("fc"): [Passed] kernel | Category:mpc-form-kernels | Function=f | Remark="contraction "fc" of 1 ops"
// CHECK: remark: loc("sum"): [Passed] kernel | Category:mpc-form-kernels | Function=f | Remark="column_reduction "sum" of 1 ops trails "fc""
// ALONE: remark: loc("sum"): [Passed] kernel | Category:mpc-form-kernels | Function=f | Remark="column_reduction "sum" of 1 ops"
// ALONE: remark: loc("sum"): [Missed] {{.*}} Remark="mpc.reduce stays apart from mpc.dot_general, which it reads"
func.func @f(%x: tensor<8x4xf32>, %w: tensor<4x3xf32>) -> (tensor<8x3xf32>, tensor<3xf32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<8x4xf32>, tensor<4x3xf32>) -> tensor<8x3xf32> loc("fc")
  %1 = mpc.reduce sum, %0 dims [0] : tensor<8x3xf32> -> tensor<3xf32> loc("sum")
  return %0, %1 : tensor<8x3xf32>, tensor<3xf32>
}
