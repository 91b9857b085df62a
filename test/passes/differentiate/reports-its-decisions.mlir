// RUN: mpc-opt %s -mpc-differentiate -remarks-filter=mpc-differentiate -o /dev/null 2>&1 | FileCheck %s

// CHECK-DAG: remark: [Analysis] stop | Category:mpc-differentiate | Function=train | Remark="the adjoint ends at mpc.stop_gradient"
// CHECK-DAG: remark: [Missed] gradient | Category:mpc-differentiate | Function=train | Reason="the loss does not depend on it", parameter=u
// CHECK-DAG: remark: [Analysis] residual | Category:mpc-differentiate | Function=train | name=exp:[[#@LINE+3]], type=tensor<f32>
func.func @train(%w: tensor<f32> {mpc.param = "w"}, %u: tensor<f32> {mpc.param = "u"}) -> tensor<f32> {
  %s = mpc.stop_gradient %w : tensor<f32>
  %y = mpc.exp %w : tensor<f32>
  %z = mpc.mul %y, %s : tensor<f32>
  return %z : tensor<f32>
}
