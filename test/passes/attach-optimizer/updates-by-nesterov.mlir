// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=nesterov:momentum=0.5 | FileCheck %s

func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32>, tensor<f32> {mpc.gradient = "w"}) {
  return %w, %w : tensor<f32>, tensor<f32>
}

// CHECK-LABEL: func.func @update
// CHECK-SAME: (%[[P:[^:]*]]: {{[^%]*}}, %[[G:[^:]*]]: {{[^%]*}}, %[[BUFFER:[^:]*]]: {{[^%]*}}, %[[ITERATION:[^:]*]]:
// CHECK: %[[DECAYED:.*]] = mpc.mul %[[P]], %{{.*}} : tensor<1x256xf32>
// CHECK: %[[KEPT:.*]] = mpc.mul %{{.*}}, %[[BUFFER]]
// CHECK: %[[SUM:.*]] = mpc.add %[[KEPT]], %[[G]]
// CHECK: %[[NEW:.*]] = mpc.select %{{.*}}, %{{.*}}, %[[SUM]]
// The step is where the new buffer would lead, not the buffer itself.
// CHECK: %[[AHEAD:.*]] = mpc.mul %{{.*}}, %[[NEW]]
// CHECK: %[[STEP:.*]] = mpc.add %[[G]], %[[AHEAD]]
// CHECK: %[[CHANGE:.*]] = mpc.mul %{{.*}}, %[[STEP]]
// CHECK: %[[PARAMS:.*]] = mpc.sub %[[DECAYED]], %[[CHANGE]]
// CHECK: return %[[PARAMS]], %[[NEW]],
