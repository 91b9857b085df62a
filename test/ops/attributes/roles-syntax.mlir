// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @arguments_and_results_have_roles
// CHECK-SAME: mpc.param = "fc1.weight"
// CHECK-SAME: mpc.input = "x"
// CHECK-SAME: mpc.state = "norm.mean"
// CHECK-SAME: -> (tensor<f32> {mpc.result = "loss"}, tensor<8xf32> {mpc.updates = "norm.mean"}, tensor<4x8xf32> {mpc.gradient = "fc1.weight"})
func.func @arguments_and_results_have_roles(
    %w: tensor<4x8xf32> {mpc.param = "fc1.weight"}, %x: tensor<0x4xui8> {mpc.input = "x"},
    %m: tensor<8xf32> {mpc.state = "norm.mean"}, %n: tensor<f32>)
    -> (tensor<f32> {mpc.result = "loss"}, tensor<8xf32> {mpc.updates = "norm.mean"},
        tensor<4x8xf32> {mpc.gradient = "fc1.weight"}) {
  return %n, %m, %w : tensor<f32>, tensor<8xf32>, tensor<4x8xf32>
}
