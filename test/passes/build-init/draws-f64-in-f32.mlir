// RUN: mpc-opt %s -mpc-build-init | FileCheck %s

module attributes {mpc.parameters = [
  {decays = true, init = #mpc.init<normal(0.0, 0.5)>, name = "w", row = 0 : i64, type = tensor<4xf64>}]} {
  func.func @predict(%params: tensor<1x256xf64> {mpc.kind = "arena", mpc.state = "params"}) {
    return
  }
}
// CHECK-LABEL: func.func @init
// CHECK: mpc.random normal, {{.*}} : tensor<4xf32>
// CHECK: %[[W:.*]] = mpc.mul {{.*}} : tensor<4xf32>
// CHECK: %[[WIDE:.*]] = mpc.convert %[[W]] : tensor<4xf32> to tensor<4xf64>
// CHECK: mpc.pack %[[WIDE]]
