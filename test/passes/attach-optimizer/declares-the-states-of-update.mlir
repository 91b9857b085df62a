// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=adamw | FileCheck %s --check-prefixes=CHECK,ADAMW
// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=adam | FileCheck %s --check-prefixes=CHECK,ADAM
// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=momentum | FileCheck %s --check-prefixes=CHECK,MOMENTUM
// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=sgd | FileCheck %s --check-prefixes=CHECK,SGD

func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32>, tensor<f32> {mpc.gradient = "w"}) {
  return %w, %w : tensor<f32>, tensor<f32>
}

// CHECK-LABEL: func.func @update
// CHECK-SAME: (%{{.*}}: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"}, %{{.*}}: tensor<1x256xf32> {mpc.kind = "gradient", mpc.state = "gradients"},
// ADAMW-SAME: {mpc.kind = "arena", mpc.state = "first_moment"}, %{{.*}}: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "second_moment"},
// ADAM-SAME: {mpc.kind = "arena", mpc.state = "first_moment"}, %{{.*}}: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "second_moment"},
// MOMENTUM-SAME: {mpc.kind = "arena", mpc.state = "momentum"},
// SGD-NOT: mpc.kind = "arena"
// CHECK-SAME: tensor<i64> {mpc.initial = 0.0{{.*}} : f64, mpc.kind = "counter", mpc.state = "iteration"}
// CHECK-SAME: tensor<i64> {mpc.initial = 0.0{{.*}} : f64, mpc.kind = "counter", mpc.state = "updates"}
// CHECK-SAME: tensor<f32> {mpc.initial = 1.0{{0*}}e-03 : f64, mpc.kind = "scalar", mpc.state = "lr"}
// ADAMW-SAME: tensor<f32> {mpc.initial = 1.0{{0*}}e-02 : f64, mpc.kind = "scalar", mpc.state = "weight_decay"}
// ADAM-SAME: tensor<f32> {mpc.initial = 0.0{{.*}} : f64, mpc.kind = "scalar", mpc.state = "weight_decay"}
// CHECK-SAME: mpc.state = "warmup_steps"
// CHECK-SAME: mpc.state = "total_steps"
// CHECK-SAME: mpc.state = "cosine_depth"
// CHECK-SAME: -> (tensor<1x256xf32> {mpc.updates = "params"}
// ADAMW-SAME: {mpc.updates = "first_moment"}, tensor<1x256xf32> {mpc.updates = "second_moment"}
// ADAM-SAME: {mpc.updates = "first_moment"}, tensor<1x256xf32> {mpc.updates = "second_moment"}
// MOMENTUM-SAME: {mpc.updates = "momentum"}
// CHECK-SAME: tensor<i64> {mpc.updates = "iteration"}, tensor<i64> {mpc.updates = "updates"})
