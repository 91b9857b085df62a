// RUN: mpc-opt %s -mpc-attach-optimizer | FileCheck %s

// CHECK-LABEL: func.func @train
// CHECK-SAME: {mpc.kind = "counter", mpc.state = "iteration"}
// CHECK-SAME: {mpc.kind = "counter", mpc.state = "seed"}
func.func @train(%w: tensor<f32> {mpc.param = "w"},
                 %i: tensor<i64> {mpc.kind = "counter", mpc.state = "iteration"},
                 %s: tensor<i64> {mpc.kind = "counter", mpc.state = "seed"})
    -> (tensor<f32>, tensor<f32> {mpc.gradient = "w"}) {
  return %w, %w : tensor<f32>, tensor<f32>
}
