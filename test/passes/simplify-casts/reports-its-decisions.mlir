// RUN: mpc-opt %s -mpc-insert-casts -mpc-simplify-casts -remarks-filter='mpc-(insert|simplify)-casts' -o /dev/null 2>&1 | FileCheck %s

// CHECK-DAG: remark: {{.*}}[Passed] cast | Category:mpc-insert-casts | Function=f | Remark=""x" is cast to f16"
// CHECK-DAG: remark: {{.*}}[Passed] cast | Category:mpc-insert-casts | Function=f | Remark=""x" is cast to f32"
// CHECK-DAG: remark: {{.*}}[Passed] cast | Category:mpc-simplify-casts | Function=f | Remark="mpc.neg reads "x" as it is computed, in f32"
func.func @f(%a: tensor<4xf32>) -> tensor<4xf32> {
  %x = mpc.exp %a {mpc.precision = #mpc.precision<f16, [], "rule", "reason">} : tensor<4xf32> loc("x")
  %y = mpc.neg %x : tensor<4xf32>
  return %y : tensor<4xf32>
}
func.func @twice(%a: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf16>) {
  %y = mpc.exp %a : tensor<4x4xf32> loc("y")
  %0 = mpc.cast %y to f16 : tensor<4x4xf32> -> tensor<4x4xf16> loc("y")
  return %y, %0 : tensor<4x4xf32>, tensor<4x4xf16>
}
