// RUN: mpc-opt %s -mpc-insert-casts | FileCheck %s

// No update writes what is frozen: its copy is made by refresh alone.
// CHECK-LABEL: func.func @train
// CHECK-SAME: mpc.state = "params"}, %{{.*}}: tensor<1x256xf16> {mpc.kind = "copy", mpc.state = "params_f16"}
// CHECK-SAME: mpc.state = "frozen"}, %{{.*}}: tensor<2x256xf16> {mpc.kind = "copy", mpc.state = "frozen_f16"}
func.func @train(%p: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"}, %f: tensor<2x256xf32> {mpc.kind = "arena", mpc.state = "frozen"})
    -> tensor<4x4xf32> {
  %w = mpc.segment %p[0] : tensor<1x256xf32> -> tensor<4x4xf32>
  %v = mpc.segment %f[1] : tensor<2x256xf32> -> tensor<4x4xf32>
  %x = mpc.dot_general %w, %v contract [1] x [0] {mpc.precision = #mpc.precision<f32, [f16, f16], "rule", "reason">}
      : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %x : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @update
// CHECK-SAME: -> (tensor<1x256xf32> {mpc.updates = "params"}, tensor<1x256xf16> {mpc.updates = "params_f16"})
func.func @update(%p: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"})
    -> (tensor<1x256xf32> {mpc.updates = "params"}) {
  %0 = mpc.neg %p : tensor<1x256xf32>
  return %0 : tensor<1x256xf32>
}
// CHECK-LABEL: func.func @refresh
// CHECK-SAME: %[[P:[a-z0-9]+]]: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"}
// CHECK-SAME: %[[F:[a-z0-9]+]]: tensor<2x256xf32> {mpc.kind = "arena", mpc.state = "frozen"}
// CHECK-SAME: -> (tensor<1x256xf16> {mpc.updates = "params_f16"}, tensor<2x256xf16> {mpc.updates = "frozen_f16"})
// CHECK-DAG: mpc.cast %[[P]] to f16
// CHECK-DAG: mpc.cast %[[F]] to f16
