// RUN: mpc-opt %s -mpc-differentiate | FileCheck %s

// CHECK-LABEL: func.func @train
// CHECK-SAME: %[[W:.*]]: tensor<f64>
func.func @train(%w: tensor<f64> {mpc.param = "w"}) -> tensor<f64> {
  // CHECK: %[[ONE:.*]] = mpc.constant {mpc.adjoint} dense<1.0{{.*}}> : tensor<f64>
  // CHECK: return %[[W]], %[[ONE]]
  return %w : tensor<f64>
}
