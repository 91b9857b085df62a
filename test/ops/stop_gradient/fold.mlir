// RUN: mpc-opt %s -canonicalize | FileCheck %s

// Without it the loss would depend on %x.
// CHECK-LABEL: @stays
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
func.func @stays(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK-NEXT: mpc.stop_gradient %[[X]]
  %0 = mpc.stop_gradient %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}
