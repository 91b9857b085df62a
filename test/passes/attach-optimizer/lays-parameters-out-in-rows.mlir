// RUN: mpc-opt %s -mpc-attach-optimizer | FileCheck %s

// 300 elements take two rows; a scalar, and even nothing, take one.
// CHECK: mpc.parameters = [
// CHECK-SAME: {decays = true, init = #mpc.init<zeros>, name = "a", row = 0 : i64, type = tensor<30x10xf32>},
// CHECK-SAME: {decays = true, init = #mpc.init<ones>, name = "b", row = 2 : i64, type = tensor<f32>},
// CHECK-SAME: {decays = true, init = #mpc.init<zeros>, name = "c", row = 3 : i64, type = tensor<0x4xf32>},
// CHECK-SAME: {decays = true, init = #mpc.init<zeros>, name = "d", row = 4 : i64, type = tensor<256xf32>}]
// CHECK-LABEL: func.func @train
// CHECK-SAME: tensor<5x256xf32> {mpc.kind = "arena", mpc.state = "params"}
func.func @train(
    %a: tensor<30x10xf32> {mpc.param = "a"},
    %b: tensor<f32> {mpc.param = "b", mpc.init = #mpc.init<ones>},
    %c: tensor<0x4xf32> {mpc.param = "c"},
    %d: tensor<256xf32> {mpc.param = "d"})
    -> (tensor<f32>, tensor<30x10xf32> {mpc.gradient = "a"}, tensor<f32> {mpc.gradient = "b"},
        tensor<0x4xf32> {mpc.gradient = "c"}, tensor<256xf32> {mpc.gradient = "d"}) {
  return %b, %a, %b, %c, %d : tensor<f32>, tensor<30x10xf32>, tensor<f32>, tensor<0x4xf32>, tensor<256xf32>
}
