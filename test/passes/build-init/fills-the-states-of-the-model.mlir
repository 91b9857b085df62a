// RUN: mpc-opt %s -mpc-build-init | FileCheck %s

module attributes {mpc.parameters = [
  {decays = true, init = #mpc.init<zeros>, name = "w", row = 0 : i64, type = tensor<4xf32>}]} {
  func.func @train(%params: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"},
                   %mean: tensor<4xf32> {mpc.kind = "state", mpc.state = "mean"},
                   %var: tensor<4xf32> {mpc.kind = "state", mpc.state = "var"},
                   %hits: tensor<3xi64> {mpc.kind = "state", mpc.state = "hits"}) {
    return
  }
  func.func @eval(%noise: tensor<2xf32> {mpc.kind = "state", mpc.state = "noise", mpc.init = #mpc.init<normal(0.0, 1.0)>},
                  %var: tensor<4xf32> {mpc.kind = "state", mpc.state = "var", mpc.init = #mpc.init<ones>}) {
    return
  }
}
// CHECK-LABEL: func.func @init
// CHECK-SAME: -> (tensor<1x256xf32> {mpc.updates = "params"}, tensor<4xf32> {mpc.updates = "mean"}, tensor<4xf32> {mpc.updates = "var"}, tensor<3xi64> {mpc.updates = "hits"}, tensor<2xf32> {mpc.updates = "noise"})
// CHECK: %[[PARAMS:.*]] = mpc.pack
// CHECK-SAME: rows [] : () -> tensor<1x256xf32>
// CHECK: %[[ZERO:.*]] = mpc.constant dense<0.0{{.*}}> : tensor<f32>
// CHECK: %[[MEAN:.*]] = mpc.broadcast %[[ZERO]]
// CHECK: %[[ONE:.*]] = mpc.constant dense<1.0{{.*}}> : tensor<f32>
// CHECK: %[[VAR:.*]] = mpc.broadcast %[[ONE]]
// CHECK: %[[HITS:.*]] = mpc.convert %{{.*}} : tensor<3xf32> to tensor<3xi64>
// One parameter and three states come before.
// CHECK: mpc.random normal, {{.*}} stream 4 : tensor<2xf32>
// CHECK: %[[NOISE:.*]] = mpc.mul
// CHECK: return %[[PARAMS]], %[[MEAN]], %[[VAR]], %[[HITS]], %[[NOISE]]
