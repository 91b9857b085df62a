// RUN: mpc-opt %s -mpc-differentiate=function=fit | FileCheck %s

// CHECK-LABEL: func.func @train
// CHECK-NOT: mpc.gradient
func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
  return %w : tensor<f32>
}
// CHECK-LABEL: func.func @fit
// CHECK-SAME: mpc.gradient = "w"
func.func @fit(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
  return %w : tensor<f32>
}
