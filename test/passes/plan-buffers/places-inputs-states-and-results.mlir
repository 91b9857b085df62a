// RUN: mpc-opt %s -mpc-form-kernels -mpc-lower-kernels -mpc-plan-buffers | FileCheck %s

// States are numbered as @train mentions them, then @update, then the others.
// CHECK: mpc.states = [
// CHECK-SAME: {initial = 0.0{{[^}]*}}, kind = "arena", name = "params", type = tensor<2x256xf32>},
// CHECK-SAME: {initial = 0.0{{[^}]*}}, kind = "gradient", name = "gradients", type = tensor<2x256xf32>},
// CHECK-SAME: {initial = 5.0{{[^}]*}}, kind = "scalar", name = "lr", type = tensor<f32>},
// CHECK-SAME: {initial = 0.0{{[^}]*}}, kind = "state", name = "mean", type = tensor<4xf32>}]

// CHECK-LABEL: func.func @eval
// CHECK: slots [#mpc.slot<state, 3, 0>] -> [#mpc.slot<output, 0, 0>]
func.func @eval(%m: tensor<4xf32> {mpc.state = "mean"}) -> (tensor<4xf32> {mpc.result = "y"}) {
  %0 = mpc.exp %m : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// Segments are read, and packed, at their row.
// CHECK-LABEL: func.func @train
// CHECK: slots [#mpc.slot<input, 0, 0>, #mpc.slot<state, 0, 1024>] -> [#mpc.slot<state, 1, 1024>
// CHECK-SAME: #mpc.slot<output, 0, 0>]
func.func @train(%p: tensor<2x256xf32> {mpc.state = "params", mpc.kind = "arena"},
                 %x: tensor<4xf32> {mpc.input = "x"})
    -> (tensor<2x256xf32> {mpc.updates = "gradients"}, tensor<4xf32> {mpc.result = "y"}) {
  %b = mpc.segment %p[1] : tensor<2x256xf32> -> tensor<4xf32>
  %0 = mpc.mul %x, %b : tensor<4xf32>
  %1 = mpc.exp %0 : tensor<4xf32>
  %2 = mpc.pack %0 rows [1] : (tensor<4xf32>) -> tensor<2x256xf32>
  return %2, %1 : tensor<2x256xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @update
// CHECK: slots [#mpc.slot<state, 2, 0>, #mpc.slot<state, 0, 0>, #mpc.slot<state, 1, 0>] -> [#mpc.slot<state, 0, 0>]
func.func @update(%p: tensor<2x256xf32> {mpc.state = "params", mpc.kind = "arena"},
                  %g: tensor<2x256xf32> {mpc.state = "gradients", mpc.kind = "gradient"},
                  %lr: tensor<f32> {mpc.state = "lr", mpc.kind = "scalar", mpc.initial = 5.0})
    -> (tensor<2x256xf32> {mpc.updates = "params"}) {
  %r = mpc.broadcast %lr dims [] : tensor<f32> -> tensor<2x256xf32>
  %d = mpc.add %p, %g : tensor<2x256xf32>
  %0 = mpc.mul %d, %r : tensor<2x256xf32>
  return %0 : tensor<2x256xf32>
}
