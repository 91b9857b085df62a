// RUN: mpc-opt %s -mpc-differentiate | FileCheck %s

// The loss is w * stop_gradient(w): its gradient is w, not 2 w.
// CHECK-LABEL: func.func @train
// CHECK-SAME: %[[W:.*]]: tensor<f32>
func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
  // CHECK: %[[FIXED:.*]] = mpc.stop_gradient %[[W]]
  %fixed = mpc.stop_gradient %w : tensor<f32>
  %loss = mpc.mul %w, %fixed : tensor<f32>
  // CHECK: %[[ONE:.*]] = mpc.constant
  // CHECK-NEXT: %[[DW:.*]] = mpc.mul %[[ONE]], %[[FIXED]]
  // CHECK-NEXT: return %{{.*}}, %[[DW]]
  return %loss : tensor<f32>
}
