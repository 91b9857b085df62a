// RUN: mpc-opt %s -mpc-insert-casts | FileCheck %s

// Without masters there is no copy and nothing to refresh: products read the
// parameters themselves, all else widens them.
// CHECK-LABEL: module
// CHECK-NOT: mpc.parameter_format
// CHECK: mpc.parameters = [{name = "w", row = 0 : i64, type = tensor<4x4xf16>}]
module attributes {mpc.parameter_format = "f16", mpc.parameters = [{name = "w", row = 0 : i64, type = tensor<4x4xf32>}]} {
// CHECK-LABEL: func.func @train
// CHECK-SAME: (%[[P:[a-z0-9]+]]: tensor<1x256xf16> {mpc.kind = "arena", mpc.state = "params"})
// CHECK: %[[W:.*]] = mpc.segment %[[P]][0] : tensor<1x256xf16> -> tensor<4x4xf16>
// CHECK: %[[WIDE:.*]] = mpc.cast %[[W]] to f32
// CHECK: mpc.dot_general %[[W]], %[[W]]
// CHECK: mpc.exp %[[WIDE]]
func.func @train(%p: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"}) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  %w = mpc.segment %p[0] : tensor<1x256xf32> -> tensor<4x4xf32>
  %x = mpc.dot_general %w, %w contract [1] x [0] {mpc.precision = #mpc.precision<f32, [f16, f16], "rule", "reason">}
      : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %y = mpc.exp %w : tensor<4x4xf32>
  return %x, %y : tensor<4x4xf32>, tensor<4x4xf32>
}
// The update computes in f32, moments are f32, and the parameters are rounded last.
// CHECK-LABEL: func.func @update
// CHECK-SAME: (%[[P:[a-z0-9]+]]: tensor<1x256xf16> {mpc.kind = "arena", mpc.state = "params"}, %[[M:[a-z0-9]+]]: tensor<1x256xf32>
// CHECK-SAME: -> (tensor<1x256xf16> {mpc.updates = "params"}, tensor<1x256xf32> {mpc.updates = "momentum"})
// CHECK: %[[OLD:.*]] = mpc.cast %[[P]] to f32
// CHECK: %[[NEW:.*]] = mpc.sub %[[OLD]], %[[M]] : tensor<1x256xf32>
// CHECK: %[[STORED:.*]] = mpc.cast %[[NEW]] to f16
// CHECK: return %[[STORED]], %[[M]]
func.func @update(%p: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"}, %m: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "momentum"})
    -> (tensor<1x256xf32> {mpc.updates = "params"}, tensor<1x256xf32> {mpc.updates = "momentum"}) {
  %0 = mpc.sub %p, %m : tensor<1x256xf32>
  return %0, %m : tensor<1x256xf32>, tensor<1x256xf32>
}
// Each segment is rounded; what lies between them is nobody's.
// CHECK-LABEL: func.func @init
// CHECK: %[[ONE:.*]] = mpc.constant dense<1.0{{.*}}> : tensor<4x4xf32>
// CHECK: %[[LOW:.*]] = mpc.cast %[[ONE]] to f16
// CHECK: %[[ARENA:.*]] = mpc.pack %[[LOW]] rows [0] : (tensor<4x4xf16>) -> tensor<1x256xf16>
// CHECK: return %[[ARENA]]
func.func @init() -> (tensor<1x256xf32> {mpc.updates = "params"}) {
  %one = mpc.constant dense<1.0> : tensor<4x4xf32>
  %p = mpc.pack %one rows [0] : (tensor<4x4xf32>) -> tensor<1x256xf32>
  return %p : tensor<1x256xf32>
}
// CHECK-NOT: @refresh
}
