// RUN: mpc-opt %s -mpc-insert-casts | FileCheck %s

// One product was kept in another format: there are two copies, made by one refresh.
// CHECK-LABEL: func.func @train
// CHECK-SAME: mpc.state = "params"}
// CHECK-SAME: mpc.state = "params_bf16"
// CHECK-SAME: mpc.state = "params_f16"
func.func @train(%p: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"}) -> tensor<4x4xf32> {
  %w = mpc.segment %p[0] : tensor<1x256xf32> -> tensor<4x4xf32>
  %x = mpc.dot_general %w, %w contract [1] x [0] {mpc.precision = #mpc.precision<f32, [f16, f16], "rule", "reason">}
      : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %y = mpc.dot_general %x, %w contract [1] x [0] {mpc.precision = #mpc.precision<f32, [bf16, bf16], "rule", "reason">}
      : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @update
// CHECK-SAME: mpc.updates = "params"}
// CHECK-DAG: mpc.updates = "params_f16"
// CHECK-DAG: mpc.updates = "params_bf16"
func.func @update(%p: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"})
    -> (tensor<1x256xf32> {mpc.updates = "params"}) {
  return %p : tensor<1x256xf32>
}
// CHECK-LABEL: func.func @refresh
// CHECK-SAME: mpc.updates = "params_f16"}
// CHECK-SAME: mpc.updates = "params_bf16"}
// CHECK-COUNT-2: = mpc.cast %
// CHECK-NOT: = mpc.cast %
