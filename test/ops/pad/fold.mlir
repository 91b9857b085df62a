// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @with_nothing_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4x5xf32>
func.func @with_nothing_vanishes(%x: tensor<4x5xf32>) -> tensor<4x5xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = mpc.pad %x low [0, 0] high [0, 0] : tensor<4x5xf32> -> tensor<4x5xf32>
  return %0 : tensor<4x5xf32>
}
