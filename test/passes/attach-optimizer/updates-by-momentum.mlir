// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=momentum:momentum=0.5 | FileCheck %s

func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32>, tensor<f32> {mpc.gradient = "w"}) {
  return %w, %w : tensor<f32>, tensor<f32>
}

// CHECK-LABEL: func.func @update
// CHECK-SAME: (%[[P:[^:]*]]: {{[^%]*}}, %[[G:[^:]*]]: {{[^%]*}}, %[[BUFFER:[^:]*]]: {{[^%]*}}, %[[ITERATION:[^:]*]]: {{[^%]*}}, %[[UPDATES:[^:]*]]: {{[^%]*}}, %[[LR:[^:]*]]:
// Decay first, then the step.
// CHECK: %[[DECAYED:.*]] = mpc.mul %[[P]], %{{.*}} : tensor<1x256xf32>
// CHECK: %[[HALF:.*]] = mpc.constant dense<5.0{{.*}}> : tensor<1x256xf32>
// CHECK: %[[KEPT:.*]] = mpc.mul %[[HALF]], %[[BUFFER]]
// CHECK: %[[SUM:.*]] = mpc.add %[[KEPT]], %[[G]]
// What is too small to count becomes zero.
// CHECK: %[[NEW:.*]] = mpc.select %{{.*}}, %{{.*}}, %[[SUM]]
// CHECK: %[[RATE:.*]] = mpc.broadcast %{{.*}} dims [] : tensor<f32> -> tensor<1x256xf32>
// CHECK: %[[CHANGE:.*]] = mpc.mul %[[RATE]], %[[NEW]]
// CHECK: %[[PARAMS:.*]] = mpc.sub %[[DECAYED]], %[[CHANGE]]
// CHECK: %[[NEXT_ITERATION:.*]] = mpc.add %[[ITERATION]], %{{.*}} : tensor<i64>
// CHECK: %[[NEXT_UPDATES:.*]] = mpc.add %[[UPDATES]], %{{.*}} : tensor<i64>
// CHECK: return %[[PARAMS]], %[[NEW]], %[[NEXT_ITERATION]], %[[NEXT_UPDATES]]
