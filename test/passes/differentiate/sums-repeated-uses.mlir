// RUN: mpc-opt %s -mpc-differentiate | FileCheck %s

// CHECK-LABEL: func.func @train
// CHECK-SAME: %[[W:.*]]: tensor<f32> {mpc.param = "w"}
func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
  // CHECK: %[[SQUARE:.*]] = mpc.mul %[[W]], %[[W]]
  %square = mpc.mul %w, %w : tensor<f32>
  // CHECK: %[[ONE:.*]] = mpc.constant {mpc.adjoint} dense<1.0{{.*}}>
  // CHECK: %[[LEFT:.*]] = mpc.mul %[[ONE]], %[[W]] {mpc.adjoint, mpc.class = "keep32"}
  // CHECK: %[[RIGHT:.*]] = mpc.mul %[[ONE]], %[[W]] {mpc.adjoint, mpc.class = "keep32"}
  // CHECK: %[[SUM:.*]] = mpc.add %[[LEFT]], %[[RIGHT]] {mpc.adjoint, mpc.class = "keep32"}
  // CHECK: return %[[SQUARE]], %[[SUM]]
  return %square : tensor<f32>
}
