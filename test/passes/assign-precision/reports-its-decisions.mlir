// RUN: mpc-opt %s -mpc-assign-precision -remarks-filter=mpc-assign-precision -o /dev/null 2>&1 | FileCheck %s

// CHECK-DAG: remark: {{.*}}[Passed] precision | Category:mpc-assign-precision | Function=f | Reason="tensor cores, accumulates in f32", Remark=""fc1" is stored in f16", rule=amp.contraction
// CHECK-DAG: remark: {{.*}}[Missed] precision | Category:mpc-assign-precision | Function=f | Reason="its results are unreliable below f32", Remark=""exp:[[#@LINE+4]]" is stored in f32", rule=amp.keep32
// CHECK-DAG: remark: {{.*}}[Passed] precision | Category:mpc-assign-precision | Function=f | Reason=""fc1" is f16", Remark=""tanh:[[#@LINE+4]]" is stored in f16", rule=amp.follow
func.func @f(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("fc1")
  %y = mpc.exp %x : tensor<4x4xf32>
  %z = mpc.tanh %x : tensor<4x4xf32>
  %r = mpc.pow %y, %z : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}
