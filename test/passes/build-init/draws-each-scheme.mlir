// RUN: mpc-opt %s -mpc-build-init | FileCheck %s

module attributes {mpc.parameters = [
  {decays = true, init = #mpc.init<uniform(-1.0, 3.0)>, name = "a", row = 0 : i64, type = tensor<4xf32>},
  {decays = true, init = #mpc.init<normal(5.0, 0.5)>, name = "b", row = 1 : i64, type = tensor<4xf32>},
  {decays = true, init = #mpc.init<ones>, name = "c", row = 2 : i64, type = tensor<4xf32>},
  {decays = true, init = #mpc.init<zeros>, name = "d", row = 3 : i64, type = tensor<4xf32>},
  {decays = true, init = #mpc.init<normal(0.0, 2.0)>, name = "e", row = 4 : i64, type = tensor<4xf32>}]} {
  func.func @predict(%params: tensor<5x256xf32> {mpc.kind = "arena", mpc.state = "params"}) {
    return
  }
}
// CHECK-LABEL: func.func @init
// CHECK-SAME: (%[[SEED:.*]]: tensor<i64> {mpc.input = "seed"}) -> (tensor<5x256xf32> {mpc.updates = "params"})
// CHECK: %[[ZERO:.*]] = mpc.constant dense<0> : tensor<i64>
// CHECK: %[[U:.*]] = mpc.random uniform, %[[SEED]], %[[ZERO]], %[[ZERO]] stream 0
// CHECK: %[[RANGE:.*]] = mpc.constant dense<4.0{{.*}}>
// CHECK: %[[SCALED:.*]] = mpc.mul %[[U]], %[[RANGE]]
// CHECK: %[[LOW:.*]] = mpc.constant dense<-1.0{{.*}}>
// CHECK: %[[A:.*]] = mpc.add %[[SCALED]], %[[LOW]]
// CHECK: %[[N:.*]] = mpc.random normal, %[[SEED]], %[[ZERO]], %[[ZERO]] stream 1
// CHECK: %[[STD:.*]] = mpc.constant dense<5.0{{0*}}e-01>
// CHECK: %[[DEVIATION:.*]] = mpc.mul %[[N]], %[[STD]]
// CHECK: %[[MEAN:.*]] = mpc.constant dense<5.0{{0*}}e+00>
// CHECK: %[[B:.*]] = mpc.add %[[DEVIATION]], %[[MEAN]]
// CHECK: %[[ONE:.*]] = mpc.constant dense<1.0{{.*}}> : tensor<f32>
// CHECK: %[[C:.*]] = mpc.broadcast %[[ONE]] dims []
// The stream is that of the parameter, and a mean of 0 needs no sum.
// CHECK: mpc.random normal, {{.*}} stream 4
// CHECK: %[[E:.*]] = mpc.mul
// Zeros are no segment.
// CHECK: %[[PARAMS:.*]] = mpc.pack %[[A]], %[[B]], %[[C]], %[[E]] rows [0, 1, 2, 4]
// CHECK: return %[[PARAMS]]
