// RUN: mpc-opt %s -split-input-file -verify-diagnostics -mpc-differentiate | FileCheck %s

// What is frozen gets no gradient, and what only it depends on no adjoint.
// CHECK-LABEL: func.func @train
// CHECK-SAME: -> (tensor<f32>, tensor<4xf32> {mpc.gradient = "w"})
// CHECK: mpc.exp %{{.*}} {mpc.residual
// CHECK-NOT: mpc.exp
// CHECK: return
func.func @train(%w: tensor<4xf32> {mpc.param = "w"}, %v: tensor<4xf32> {mpc.param = "v", mpc.frozen}) -> tensor<f32> {
  %0 = mpc.exp %v : tensor<4xf32> loc("e")
  %1 = mpc.mul %w, %0 : tensor<4xf32>
  %2 = mpc.reduce sum, %1 dims [0] : tensor<4xf32> -> tensor<f32>
  return %2 : tensor<f32>
}

// -----

// expected-error @below {{expects function 'train' to have a parameter, an argument with 'mpc.param' and without 'mpc.frozen'}}
func.func @train(%v: tensor<f32> {mpc.param = "v", mpc.frozen}) -> tensor<f32> {
  return %v : tensor<f32>
}
