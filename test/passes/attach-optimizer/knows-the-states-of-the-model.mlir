// RUN: mpc-opt %s -mpc-attach-optimizer | FileCheck %s

// CHECK-LABEL: func.func @train
// CHECK-SAME: tensor<4xf32> {mpc.init = #mpc.init<ones>, mpc.kind = "state", mpc.state = "running.var"}
// CHECK-SAME: {mpc.updates = "running.var"}
func.func @train(%w: tensor<f32> {mpc.param = "w"},
                 %v: tensor<4xf32> {mpc.state = "running.var", mpc.init = #mpc.init<ones>})
    -> (tensor<f32>, tensor<4xf32> {mpc.updates = "running.var"}, tensor<f32> {mpc.gradient = "w"}) {
  return %w, %v, %w : tensor<f32>, tensor<4xf32>, tensor<f32>
}
// CHECK-LABEL: func.func @eval
// CHECK-SAME: mpc.kind = "state"
func.func @eval(%v: tensor<4xf32> {mpc.state = "running.var"}) {
  return
}
