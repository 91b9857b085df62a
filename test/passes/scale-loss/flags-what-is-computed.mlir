// RUN: mpc-opt %s -mpc-differentiate=seed=true -mpc-attach-optimizer=optimizer=sgd -mpc-scale-loss=scale=8 | FileCheck %s

// One flag per gradient, on the value under its views, times 1 / loss_scale. A
// constant gradient without infinity or nan needs none.
// CHECK-LABEL: func.func @train
// CHECK-SAME: %[[SCALE:[a-z0-9]+]]: tensor<f32> {mpc.initial = 8.0{{.*}} mpc.state = "loss_scale"})
// CHECK-SAME: tensor<i1> {mpc.updates = "nonfinite"})
// CHECK: %[[ROWS:.*]] = mpc.broadcast %[[SCALE]] dims [] {mpc.adjoint{{.*}}} : tensor<f32> -> tensor<2x3xf32>
// CHECK: mpc.reshape %[[ROWS]]
// CHECK: %[[ONE:.*]] = mpc.constant dense<1.0{{.*}}> : tensor<f32>
// CHECK: %[[INVERSE:.*]] = mpc.div %[[ONE]], %[[SCALE]]
// CHECK: %[[BAD:.*]] = mpc.has_nonfinite %[[ROWS]], %[[INVERSE]] {mpc.adjoint{{.*}}} : tensor<2x3xf32>, tensor<f32>
// CHECK-NOT: mpc.has_nonfinite
// CHECK: %[[ANY:.*]] = mpc.any %[[BAD]]
// CHECK: return %{{.*}}, %{{.*}}, %[[ANY]]
func.func @train(%w: tensor<6xf32> {mpc.param = "w"}, %unused: tensor<4xf32> {mpc.param = "unused"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.reshape %w : tensor<6xf32> -> tensor<2x3xf32>
  %1 = mpc.reduce sum, %0 dims [0, 1] : tensor<2x3xf32> -> tensor<f32>
  return %1 : tensor<f32>
}
