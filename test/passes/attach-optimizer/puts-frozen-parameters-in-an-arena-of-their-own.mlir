// RUN: mpc-opt %s -mpc-differentiate -mpc-attach-optimizer=optimizer=momentum -mpc-build-init | FileCheck %s

// CHECK: {decays = true, {{[^}]*}} name = "a", row = 0 : i64
// CHECK-SAME: {decays = false, frozen, {{[^}]*}} name = "w", row = 0 : i64
// CHECK-SAME: {decays = true, {{[^}]*}} name = "b", row = 1 : i64
// CHECK-SAME: {decays = false, frozen, {{[^}]*}} name = "v", row = 2 : i64

// CHECK-LABEL: func.func @train
// CHECK-SAME: %[[PARAMS:[a-z0-9]+]]: tensor<2x256xf32> {mpc.kind = "arena", mpc.state = "params"}
// CHECK-SAME: %[[FROZEN:[a-z0-9]+]]: tensor<3x256xf32> {mpc.kind = "arena", mpc.state = "frozen"}
// CHECK-SAME: tensor<2x256xf32> {mpc.updates = "gradients"})
// CHECK-DAG: mpc.segment %[[PARAMS]][0]
// CHECK-DAG: mpc.segment %[[FROZEN]][0]
// CHECK-DAG: mpc.segment %[[PARAMS]][1]
// CHECK-DAG: mpc.segment %[[FROZEN]][2]
func.func @train(%a: tensor<2xf32> {mpc.param = "a"}, %w: tensor<300xf32> {mpc.param = "w", mpc.frozen, mpc.init = #mpc.init<ones>},
                 %b: tensor<2xf32> {mpc.param = "b"}, %v: tensor<2xf32> {mpc.param = "v", mpc.frozen})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.mul %a, %b : tensor<2xf32>
  %1 = mpc.mul %0, %v : tensor<2xf32>
  %2 = mpc.reduce sum, %1 dims [0] : tensor<2xf32> -> tensor<f32>
  %3 = mpc.reduce sum, %w dims [0] : tensor<300xf32> -> tensor<f32>
  %4 = mpc.mul %2, %3 : tensor<f32>
  return %4 : tensor<f32>
}

// CHECK-LABEL: func.func @predict
// CHECK-SAME: (%{{.*}}: tensor<3x256xf32> {mpc.kind = "arena", mpc.state = "frozen"})
func.func @predict(%v: tensor<2xf32> {mpc.param = "v", mpc.frozen}) -> (tensor<2xf32> {mpc.result = "y"}) {
  return %v : tensor<2xf32>
}

// CHECK-LABEL: func.func @update
// CHECK-NOT: frozen
// CHECK: return
// CHECK-LABEL: func.func @init
// CHECK-SAME: -> (tensor<2x256xf32> {mpc.updates = "params"}, tensor<3x256xf32> {mpc.updates = "frozen"})
