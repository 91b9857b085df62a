// RUN: mpc-opt %s -mpc-differentiate | FileCheck %s

// CHECK-LABEL: func.func @train
// CHECK-SAME: -> (tensor<f32> {mpc.result = "loss"}, tensor<4xf32> {mpc.result = "errors"},
// CHECK-SAME:     tensor<f32> {mpc.gradient = "b"}, tensor<4xf32> {mpc.gradient = "a"})
func.func @train(%b: tensor<f32> {mpc.param = "b"},
                 %x: tensor<4xf32> {mpc.input = "x"},
                 %a: tensor<4xf32> {mpc.param = "a"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<4xf32> {mpc.result = "errors"}) {
  %errors = mpc.mul %x, %a : tensor<4xf32>
  %sum = mpc.reduce sum, %errors dims [0] : tensor<4xf32> -> tensor<f32>
  %loss = mpc.mul %sum, %b : tensor<f32>
  return %loss, %errors : tensor<f32>, tensor<4xf32>
}
