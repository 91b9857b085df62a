// RUN: mpc-opt %s -mpc-differentiate -verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @train
func.func @train(%w: tensor<f32> {mpc.param = "w"},
                 // expected-warning @below {{the loss does not depend on parameter "unused": its gradient is zero}}
                 %unused: tensor<3xf32> {mpc.param = "unused"},
                 // expected-warning @below {{the loss does not depend on parameter "metric"}}
                 %metric: tensor<f32> {mpc.param = "metric"})
    -> (tensor<f32>, tensor<f32>) {
  %loss = mpc.exp %w : tensor<f32>
  %other = mpc.exp %metric : tensor<f32>
  // CHECK: %[[VECTOR:.*]] = mpc.constant {mpc.adjoint} dense<0.0{{.*}}> : tensor<3xf32>
  // CHECK: %[[SCALAR:.*]] = mpc.constant {mpc.adjoint} dense<0.0{{.*}}> : tensor<f32>
  // CHECK: return %{{.*}}, %{{.*}}, %{{.*}}, %[[VECTOR]], %[[SCALAR]]
  return %loss, %other : tensor<f32>, tensor<f32>
}
