// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @of_one_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4x5xf32>
func.func @of_one_vanishes(%x: tensor<4x5xf32>) -> tensor<4x5xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = mpc.concat %x dim 1 : (tensor<4x5xf32>) -> tensor<4x5xf32>
  return %0 : tensor<4x5xf32>
}
