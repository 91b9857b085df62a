// RUN: mpc-opt %s -mpc-normalize-layout -canonicalize | FileCheck %s

// CHECK-LABEL: @a_transpose_moves_behind
// CHECK-SAME: %[[X:.*]]: tensor<8x7x7x4xf32>
func.func @a_transpose_moves_behind(%x: tensor<8x7x7x4xf32>) -> tensor<8x4x7x7xf32> {
  // CHECK-NEXT: %[[R:.*]] = mpc.relu %[[X]] : tensor<8x7x7x4xf32>
  // CHECK-NEXT: mpc.transpose %[[R]] perm [0, 3, 1, 2]
  %t = mpc.transpose %x perm [0, 3, 1, 2] : tensor<8x7x7x4xf32> -> tensor<8x4x7x7xf32>
  %y = mpc.relu %t : tensor<8x4x7x7xf32>
  return %y : tensor<8x4x7x7xf32>
}

// The bias lies along the channels, wherever they are.
// CHECK-LABEL: @between_two_ops_it_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<8x7x7x4xf32>, %[[B:.*]]: tensor<4xf32>
func.func @between_two_ops_it_vanishes(%x: tensor<8x7x7x4xf32>, %b: tensor<4xf32>) -> tensor<8x7x7x4xf32> {
  // CHECK-NOT: mpc.transpose
  // CHECK: %[[C:.*]] = mpc.broadcast %[[B]] dims [3] : tensor<4xf32> -> tensor<8x7x7x4xf32>
  // CHECK: %[[Z:.*]] = mpc.add %[[X]], %[[C]] : tensor<8x7x7x4xf32>
  // CHECK: %[[Y:.*]] = mpc.mul %[[Z]], %{{.*}} : tensor<8x7x7x4xf32>
  // CHECK: return %[[Y]]
  %t = mpc.transpose %x perm [0, 3, 1, 2] : tensor<8x7x7x4xf32> -> tensor<8x4x7x7xf32>
  %c = mpc.broadcast %b dims [1] : tensor<4xf32> -> tensor<8x4x7x7xf32>
  %z = mpc.add %t, %c : tensor<8x4x7x7xf32>
  %k = mpc.constant dense<0.5> : tensor<8x4x7x7xf32>
  %m = mpc.mul %z, %k : tensor<8x4x7x7xf32>
  %y = mpc.transpose %m perm [0, 2, 3, 1] : tensor<8x4x7x7xf32> -> tensor<8x7x7x4xf32>
  return %y : tensor<8x7x7x4xf32>
}

// CHECK-LABEL: @residuals_are_added_as_they_were
// CHECK-SAME: %[[X:.*]]: tensor<8x7x7x4xf32>, %[[U:.*]]: tensor<8x7x7x4xf32>
func.func @residuals_are_added_as_they_were(%x: tensor<8x7x7x4xf32>, %u: tensor<8x7x7x4xf32>) -> tensor<8x4x7x7xf32> {
  // CHECK-NEXT: %[[S:.*]] = mpc.add %[[X]], %[[U]] : tensor<8x7x7x4xf32>
  // CHECK-NEXT: mpc.transpose %[[S]]
  %t = mpc.transpose %x perm [0, 3, 1, 2] : tensor<8x7x7x4xf32> -> tensor<8x4x7x7xf32>
  %v = mpc.transpose %u perm [0, 3, 1, 2] : tensor<8x7x7x4xf32> -> tensor<8x4x7x7xf32>
  %y = mpc.add %t, %v : tensor<8x4x7x7xf32>
  return %y : tensor<8x4x7x7xf32>
}

// Another operand would have to be transposed instead.
// CHECK-LABEL: @stays_before_what_is_not_transposed
func.func @stays_before_what_is_not_transposed(%x: tensor<8x7x7x4xf32>, %u: tensor<8x4x7x7xf32>) -> tensor<8x4x7x7xf32> {
  // CHECK: %[[T:.*]] = mpc.transpose
  // CHECK: mpc.add %[[T]], %{{.*}} : tensor<8x4x7x7xf32>
  %t = mpc.transpose %x perm [0, 3, 1, 2] : tensor<8x7x7x4xf32> -> tensor<8x4x7x7xf32>
  %y = mpc.add %t, %u : tensor<8x4x7x7xf32>
  return %y : tensor<8x4x7x7xf32>
}

// The dimensions of what is repeated would change places.
// CHECK-LABEL: @stays_before_what_would_be_out_of_order
func.func @stays_before_what_would_be_out_of_order(%x: tensor<8x7x7x4xf32>, %u: tensor<4x7xf32>) -> tensor<8x4x7x7xf32> {
  // CHECK: %[[T:.*]] = mpc.transpose
  // CHECK: mpc.add %[[T]]
  %t = mpc.transpose %x perm [0, 3, 1, 2] : tensor<8x7x7x4xf32> -> tensor<8x4x7x7xf32>
  %c = mpc.broadcast %u dims [1, 2] : tensor<4x7xf32> -> tensor<8x4x7x7xf32>
  %y = mpc.add %t, %c : tensor<8x4x7x7xf32>
  return %y : tensor<8x4x7x7xf32>
}
