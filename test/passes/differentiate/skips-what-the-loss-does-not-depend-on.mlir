// RUN: mpc-opt %s -mpc-differentiate | FileCheck %s

// Neither the preparation of the data nor the metric has an adjoint, and the
// adjoint of the data itself is not left as a dead op.
// CHECK-LABEL: func.func @train
func.func @train(%x: tensor<4xf32> {mpc.input = "x"},
                 %w: tensor<4xf32> {mpc.param = "w"})
    -> (tensor<f32>, tensor<f32>) {
  %data = mpc.exp %x : tensor<4xf32>
  %product = mpc.mul %data, %w : tensor<4xf32>
  %metric = mpc.reduce max, %product dims [0] : tensor<4xf32> -> tensor<f32>
  %loss = mpc.reduce sum, %product dims [0] : tensor<4xf32> -> tensor<f32>
  // CHECK: mpc.reduce sum
  // CHECK: %[[ONE:.*]] = mpc.constant {mpc.adjoint}
  // CHECK-NEXT: %[[ONES:.*]] = mpc.broadcast %[[ONE]] dims [] {mpc.adjoint}
  // CHECK-NEXT: %[[DW:.*]] = mpc.mul %[[ONES]], %{{.*}} {mpc.adjoint}
  // CHECK-NEXT: return %{{.*}}, %{{.*}}, %[[DW]]
  return %loss, %metric : tensor<f32>, tensor<f32>
}
