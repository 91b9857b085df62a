// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @eight_schemes
func.func @eight_schemes(
    // CHECK-SAME: mpc.init = #mpc.init<zeros>, mpc.param = "a"
    %a: tensor<4xf32> {mpc.param = "a", mpc.init = #mpc.init<zeros>},
    // CHECK-SAME: #mpc.init<ones>
    %b: tensor<f32> {mpc.state = "b", mpc.init = #mpc.init<ones>},
    // CHECK-SAME: #mpc.init<uniform(-1.000000e-01, 0.30000000000000004)>
    %c: tensor<4xf32> {mpc.param = "c", mpc.init = #mpc.init<uniform(-0.1, 0.30000000000000004)>},
    // CHECK-SAME: #mpc.init<normal(0.000000e+00, 2.000000e-02)>
    %d: tensor<4xf32> {mpc.param = "d", mpc.init = #mpc.init<normal(0.0, 0.02)>},
    // CHECK-SAME: #mpc.init<xavier_uniform>
    %e: tensor<4x5xf64> {mpc.param = "e", mpc.init = #mpc.init<xavier_uniform>},
    // CHECK-SAME: #mpc.init<xavier_normal>
    %f: tensor<4x5xf32> {mpc.param = "f", mpc.init = #mpc.init<xavier_normal>},
    // CHECK-SAME: #mpc.init<kaiming_uniform>
    %g: tensor<4x5xf32> {mpc.param = "g", mpc.init = #mpc.init<kaiming_uniform>},
    // CHECK-SAME: #mpc.init<kaiming_normal>
    %h: tensor<0x5xf32> {mpc.param = "h", mpc.init = #mpc.init<kaiming_normal>}) {
  return
}
