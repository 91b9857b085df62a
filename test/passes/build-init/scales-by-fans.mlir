// RUN: mpc-opt %s -mpc-build-init | FileCheck %s

module attributes {mpc.parameters = [
  {decays = true, init = #mpc.init<xavier_uniform>, name = "a", row = 0 : i64, type = tensor<2x4xf32>},
  {decays = true, init = #mpc.init<xavier_normal>, name = "b", row = 1 : i64, type = tensor<5x4x4xf32>},
  {decays = true, init = #mpc.init<kaiming_uniform>, name = "c", row = 2 : i64, type = tensor<24x4xf32>},
  {decays = true, init = #mpc.init<kaiming_normal>, name = "d", row = 3 : i64, type = tensor<8x4xf32>},
  {decays = true, init = #mpc.init<kaiming_normal>, name = "vector", row = 4 : i64, type = tensor<32xf32>},
  {decays = true, init = #mpc.init<xavier_normal>, name = "scalar", row = 5 : i64, type = tensor<f32>},
  {decays = true, init = #mpc.init<kaiming_normal>, name = "empty", row = 6 : i64, type = tensor<0x4xf32>}]} {
  func.func @predict(%params: tensor<7x256xf32> {mpc.kind = "arena", mpc.state = "params"}) {
    return
  }
}
// CHECK-LABEL: func.func @init
// sqrt(6 / (2 + 4)) = 1
// CHECK: mpc.constant dense<2.0{{0*}}e+00> : tensor<2x4xf32>
// CHECK: mpc.constant dense<-1.0{{0*}}e+00> : tensor<2x4xf32>
// sqrt(2 / (4 + 4)) = 1/2
// CHECK: mpc.constant dense<5.0{{0*}}e-01> : tensor<5x4x4xf32>
// sqrt(6 / 24) = 1/2
// CHECK: mpc.constant dense<1.0{{0*}}e+00> : tensor<24x4xf32>
// CHECK: mpc.constant dense<-5.0{{0*}}e-01> : tensor<24x4xf32>
// sqrt(2 / 8) = 1/2
// CHECK: mpc.constant dense<5.0{{0*}}e-01> : tensor<8x4xf32>
// sqrt(2 / 32) = 1/4
// CHECK: mpc.constant dense<2.5{{0*}}e-01> : tensor<32xf32>
// sqrt(2 / (1 + 1)) = 1
// CHECK: mpc.constant dense<1.0{{0*}}e+00> : tensor<f32>
