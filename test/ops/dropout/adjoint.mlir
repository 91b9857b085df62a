// RUN: mpc-opt %s -mpc-prepare-model -mpc-differentiate | FileCheck %s

// No mask is a residual: the adjoint draws it again.
// CHECK-LABEL: func.func @train
// CHECK: %[[Y:.*]] = mpc.dropout %{{.*}} key %[[S:.*]], %[[I:.*]], %[[M:.*]] rate 2.500000e-01 stream 1073741824
// CHECK-NOT: mpc.random
// CHECK: mpc.dropout %{{.*}} key %[[S]], %[[I]], %[[M]] rate 2.500000e-01 stream 1073741824 {mpc.adjoint}
// CHECK-NOT: mpc.random
func.func @train(%p: tensor<8xf32> {mpc.param = "p"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dropout %p rate 0.25 : tensor<8xf32>
  %1 = mpc.reduce sum, %0 dims [0] : tensor<8xf32> -> tensor<f32>
  return %1 : tensor<f32>
}
