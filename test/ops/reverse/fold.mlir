// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @of_single_elements_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4x1xf32>
func.func @of_single_elements_vanishes(%x: tensor<4x1xf32>) -> tensor<4x1xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = mpc.reverse %x dims [1] : tensor<4x1xf32>
  return %0 : tensor<4x1xf32>
}

// CHECK-LABEL: @twice_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4x5xf32>
func.func @twice_vanishes(%x: tensor<4x5xf32>) -> tensor<4x5xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = mpc.reverse %x dims [1] : tensor<4x5xf32>
  %1 = mpc.reverse %0 dims [1] : tensor<4x5xf32>
  return %1 : tensor<4x5xf32>
}
