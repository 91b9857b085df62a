// RUN: mpc-opt %s -mpc-attach-optimizer="optimizer=sgd clip-norm=0.5" | FileCheck %s
// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=sgd | FileCheck %s --check-prefix=NONE

func.func @train(%v: tensor<2xf32> {mpc.param = "v"}, %w: tensor<300xf32> {mpc.param = "w"})
    -> (tensor<f32>, tensor<2xf32> {mpc.gradient = "v"}, tensor<300xf32> {mpc.gradient = "w"}) {
  %loss = mpc.constant dense<0.0> : tensor<f32>
  return %loss, %v, %w : tensor<f32>, tensor<2xf32>, tensor<300xf32>
}

// The norm is that of the whole arena, and a scalar of the session bounds it.
// CHECK-LABEL: func.func @update
// CHECK-SAME: %[[G:[a-z0-9]+]]: tensor<3x256xf32> {mpc.kind = "gradient", mpc.state = "gradients"}
// CHECK-SAME: %[[MOST:[a-z0-9]+]]: tensor<f32> {mpc.initial = 5.0{{0*}}e-01 : f64, mpc.kind = "scalar", mpc.state = "clip_norm"}
// CHECK: %[[SQUARES:.*]] = mpc.mul %[[G]], %[[G]]
// CHECK: %[[ROWS:.*]] = mpc.reduce sum, %[[SQUARES]] dims [1] : tensor<3x256xf32> -> tensor<3xf32>
// CHECK: %[[SUM:.*]] = mpc.reduce sum, %[[ROWS]] dims [0] : tensor<3xf32> -> tensor<f32>
// CHECK: %[[NORM:.*]] = mpc.sqrt %[[SUM]]
// CHECK: %[[RATIO:.*]] = mpc.div %[[MOST]], %[[NORM]]
// CHECK: %[[LESS:.*]] = mpc.min %[[RATIO]], %{{.*}}
// A bound of 0 is none.
// CHECK: %[[IS:.*]] = mpc.compare gt, %[[MOST]], %{{.*}}
// CHECK: %[[FACTOR:.*]] = mpc.select %[[IS]], %[[LESS]], %{{.*}}
// CHECK: %[[ALL:.*]] = mpc.broadcast %[[FACTOR]] dims [] : tensor<f32> -> tensor<3x256xf32>
// CHECK: %[[CLIPPED:.*]] = mpc.mul %[[G]], %[[ALL]]
// What follows reads nothing else.
// CHECK-NOT: %[[G]]
// CHECK: mpc.mul %{{.*}}, %[[CLIPPED]]

// NONE-LABEL: func.func @update
// NONE-NOT: clip_norm
// NONE-NOT: mpc.reduce
