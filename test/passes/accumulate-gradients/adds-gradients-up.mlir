// RUN: mpc-opt %s -mpc-differentiate=seed=true -mpc-attach-optimizer=optimizer=sgd -mpc-scale-loss=scale=8 -mpc-accumulate-gradients=micro-batches=4 | FileCheck %s
// RUN: mpc-opt %s -mpc-differentiate=seed=true -mpc-attach-optimizer=optimizer=sgd -mpc-scale-loss=scale=none -mpc-accumulate-gradients=micro-batches=4 | FileCheck %s --check-prefix=UNSCALED

func.func @train(%w: tensor<2xf32> {mpc.param = "w"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.reduce sum, %w dims [0] : tensor<2xf32> -> tensor<f32>
  return %0 : tensor<f32>
}

// CHECK-LABEL: func.func @accumulate
// CHECK-SAME: %[[G:[a-z0-9]+]]: tensor<1x256xf32> {mpc.kind = "gradient", mpc.state = "gradients"}
// CHECK-SAME: %[[SUM:[a-z0-9_]+]]: tensor<1x256xf32> {mpc.kind = "gradient", mpc.state = "gradient_sum"}
// CHECK-SAME: %[[PART:[a-z0-9_]+]]: tensor<i64> {mpc.initial = 0.0{{.*}} : f64, mpc.kind = "counter", mpc.state = "micro_batch"}
// CHECK-SAME: %[[PARTS:[a-z0-9_]+]]: tensor<f32> {mpc.initial = 4.0{{.*}} : f64, mpc.kind = "scalar", mpc.state = "micro_batches"}
// CHECK-SAME: %[[SCALE:[a-z0-9_]+]]: tensor<f32> {mpc.kind = "scalar", mpc.state = "loss_scale"}
// CHECK-SAME: {mpc.updates = "gradient_sum"}, tensor<i1> {mpc.updates = "nonfinite_sum"}, tensor<i64> {mpc.updates = "micro_batch"})
// The first micro-batch begins anew.
// CHECK: %[[BOTH:.*]] = mpc.add %[[SUM]], %[[G]]
// CHECK: %[[FIRST:.*]] = mpc.compare eq, %[[PART]], %{{.*}}
// CHECK: %[[ALL:.*]] = mpc.broadcast %[[FIRST]]
// CHECK: %[[NEW:.*]] = mpc.select %[[ALL]], %[[G]], %[[BOTH]]
// What is judged is what @update will read.
// CHECK: %[[MOST:.*]] = mpc.max %[[PARTS]], %{{.*}}
// CHECK: %[[SHARE:.*]] = mpc.div %{{.*}}, %[[MOST]]
// CHECK: %[[FACTOR:.*]] = mpc.div %[[SHARE]], %[[SCALE]]
// CHECK: %[[BAD:.*]] = mpc.has_nonfinite %[[NEW]], %[[FACTOR]]
// CHECK: %[[ANY:.*]] = mpc.any %[[BAD]]
// CHECK: %[[NEXT:.*]] = mpc.add %[[PART]], %{{.*}}
// CHECK: %[[END:.*]] = mpc.compare ge
// CHECK: %[[COUNT:.*]] = mpc.select %[[END]], %{{.*}}, %[[NEXT]]
// CHECK: return %[[NEW]], %[[ANY]], %[[COUNT]]

// CHECK-LABEL: func.func @update
// CHECK-NOT: "gradients"
// CHECK-SAME: %[[READ:[a-z0-9_]+]]: tensor<1x256xf32> {mpc.kind = "gradient", mpc.state = "gradient_sum"}
// CHECK-SAME: %[[BADLAST:[a-z0-9_]+]]: tensor<i1> {mpc.kind = "shadow", mpc.state = "nonfinite"}
// CHECK-SAME: %[[BADSUM:[a-z0-9_]+]]: tensor<i1> {mpc.kind = "shadow", mpc.state = "nonfinite_sum"}
// The mean, then unscaled.
// CHECK: %[[MEAN:.*]] = mpc.mul %[[READ]], %{{.*}}
// CHECK: %[[SKIP:.*]] = mpc.or %[[BADLAST]], %[[BADSUM]]
// CHECK: mpc.mul %[[MEAN]], %{{.*}}
// CHECK: mpc.broadcast %[[SKIP]]

// UNSCALED-LABEL: func.func @accumulate
// UNSCALED-NOT: loss_scale
// UNSCALED: %[[SHARE:.*]] = mpc.div
// UNSCALED: mpc.has_nonfinite %{{.*}}, %[[SHARE]]
