// RUN: mpc-opt %s -mpc-differentiate | FileCheck %s

// An op without derivative matters only where the loss depends on a parameter
// through it: not before the parameter, not beside the loss.
func.func private @helper(tensor<f32>) -> tensor<f32>
// CHECK-LABEL: func.func @train
func.func @train(%x: tensor<f32> {mpc.input = "x"}, %w: tensor<f32> {mpc.param = "w"})
    -> (tensor<f32>, tensor<f32>) {
  // CHECK: %[[DATA:.*]] = call @helper
  %data = call @helper(%x) : (tensor<f32>) -> tensor<f32>
  %loss = mpc.mul %w, %data : tensor<f32>
  %metric = call @helper(%loss) : (tensor<f32>) -> tensor<f32>
  // CHECK: %[[DW:.*]] = mpc.mul %{{.*}}, %[[DATA]] {mpc.adjoint}
  // CHECK: return %{{.*}}, %{{.*}}, %[[DW]]
  return %loss, %metric : tensor<f32>, tensor<f32>
}
