// RUN: mpc-opt %s -mpc-expand-composites -remarks-filter-passed=mpc-expand-composites 2>&1 | FileCheck %s

func.func @pools(%x: tensor<8x28x28x4xf32>) -> tensor<8x14x14x4xf32> {
  // CHECK: remark: {{.*}}"max_pool2d:[[#@LINE+1]]" is 2 ops
  %y = mpc.max_pool2d %x size [2, 2] : tensor<8x28x28x4xf32> -> tensor<8x14x14x4xf32>
  return %y : tensor<8x14x14x4xf32>
}
