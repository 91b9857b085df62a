// RUN: mpc-opt %s -mpc-build-init | FileCheck %s

// What draws random numbers in a step has the seed as a state.
module attributes {mpc.parameters = []} {
  func.func @train(%params: tensor<0x256xf32> {mpc.kind = "arena", mpc.state = "params"},
                   %seed: tensor<i64> {mpc.kind = "counter", mpc.state = "seed"}) {
    return
  }
}
// CHECK-LABEL: func.func @init
// CHECK-SAME: %[[SEED:.*]]: tensor<i64> {mpc.input = "seed"}
// CHECK-SAME: -> (tensor<0x256xf32> {mpc.updates = "params"}, tensor<i64> {mpc.updates = "seed"})
// CHECK: return %{{.*}}, %[[SEED]]
