// RUN: mpc-opt %s -mpc-differentiate | FileCheck %s

// CHECK-LABEL: func.func @train
func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
  // CHECK: mpc.exp %{{.*}} {mpc.residual = "hidden"}
  %a = mpc.exp %w : tensor<f32> loc("hidden")
  // CHECK: mpc.tanh %{{.*}} {mpc.residual = "hidden#2"}
  %b = mpc.tanh %a : tensor<f32> loc("hidden")
  // Known by its line.
  // CHECK: mpc.logistic %{{.*}} {mpc.residual = "logistic:[[#@LINE+1]]"}
  %c = mpc.logistic %b : tensor<f32>
  // Constants are kept anyway.
  // CHECK: mpc.constant dense<2.0{{.*}}>
  %two = mpc.constant dense<2.0> : tensor<f32>
  // Not read by the adjoint.
  // CHECK: mpc.mul %{{[^ ]*}}, %{{[^ ]*}} : tensor<f32>
  %d = mpc.mul %c, %two : tensor<f32>
  return %d : tensor<f32>
}
