// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_rows_are_alike(%s: tensor<3xi64>, %p: tensor<3xi32>, %u: tensor<3x4xf32>) {
  // expected-error @+1 {{'mpc.add_sorted_rows' op expects result and updates to agree but in their first dimension, but got tensor<10x5xf32> and tensor<3x4xf32>}}
  %0 = mpc.add_sorted_rows %s, %p, %u : (tensor<3xi64>, tensor<3xi32>, tensor<3x4xf32>) -> tensor<10x5xf32>
  return
}

// -----

func.func @c2_rows_are_added_to_what_they_become(%s: tensor<3xi64>, %p: tensor<3xi32>, %u: tensor<3x4xf32>, %x: tensor<9x4xf32>) {
  // expected-error @+1 {{'mpc.add_sorted_rows' op expects operand to be tensor<10x4xf32>, but got tensor<9x4xf32>}}
  %0 = mpc.add_sorted_rows %s, %p, %u into %x : (tensor<3xi64>, tensor<3xi32>, tensor<3x4xf32>, tensor<9x4xf32>) -> tensor<10x4xf32>
  return
}
