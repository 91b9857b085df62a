// RUN: mpc-opt %s -mpc-differentiate=seed=true -mpc-attach-optimizer=optimizer=sgd -mpc-scale-loss=scale=none -mpc-accumulate-gradients | FileCheck %s

// The second micro-batch reads what the first has left in the shadow; a state that is
// only read stays as it is.
// CHECK-LABEL: func.func @train
// CHECK-SAME: %[[S:[a-z0-9]+]]: tensor<2xf32> {mpc.kind = "state", mpc.state = "s"}
// CHECK-SAME: %[[FIXED:[a-z0-9]+]]: tensor<2xf32> {mpc.kind = "state", mpc.state = "fixed"}
// CHECK-SAME: %[[NEW:[a-z0-9.]+]]: tensor<2xf32> {mpc.kind = "shadow", mpc.state = "s.new"}
// CHECK-SAME: %[[PART:[a-z0-9_]+]]: tensor<i64> {mpc.initial = 0.0{{.*}} : f64, mpc.kind = "counter", mpc.state = "micro_batch"}
// CHECK-SAME: tensor<2xf32> {mpc.updates = "s.new"}
// CHECK: %[[FIRST:.*]] = mpc.compare eq, %[[PART]], %{{.*}}
// CHECK: %[[ALL:.*]] = mpc.broadcast %[[FIRST]]
// CHECK: %[[PRESENT:.*]] = mpc.select %[[ALL]], %[[S]], %[[NEW]]
// CHECK: mpc.add %[[PRESENT]], %[[FIXED]]
func.func @train(%w: tensor<2xf32> {mpc.param = "w"}, %s: tensor<2xf32> {mpc.state = "s"}, %fixed: tensor<2xf32> {mpc.state = "fixed"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<2xf32> {mpc.updates = "s"}) {
  %0 = mpc.reduce sum, %w dims [0] : tensor<2xf32> -> tensor<f32>
  %1 = mpc.add %s, %fixed : tensor<2xf32>
  return %0, %1 : tensor<f32>, tensor<2xf32>
}
