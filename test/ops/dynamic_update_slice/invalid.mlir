// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_one_start_per_dimension(%x: tensor<4x10xf32>, %u: tensor<2x3xf32>, %i: tensor<i32>, %j: tensor<i64>, %v: tensor<1xi32>) {
  // expected-error @+1 {{expects one start per dimension, but got 1 for 2}}
  %0 = mpc.dynamic_update_slice %x, %u, %i : (tensor<4x10xf32>, tensor<2x3xf32>, tensor<i32>) -> tensor<4x10xf32>
  return
}

// -----

func.func @c2_the_update_is_not_larger(%x: tensor<4x10xf32>, %u: tensor<2x3xf32>, %i: tensor<i32>, %j: tensor<i64>, %v: tensor<1xi32>) {
  // expected-error @+1 {{expects at most 2 elements of the update in dimension 0, but got 4}}
  %0 = mpc.dynamic_update_slice %u, %x, %i, %i : (tensor<2x3xf32>, tensor<4x10xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @the_result_is_as_the_operand(%x: tensor<4x10xf32>, %u: tensor<2x3xf32>, %i: tensor<i32>, %j: tensor<i64>, %v: tensor<1xi32>) {
  // expected-error @+1 {{failed to verify that all of {operand, result} have same type}}
  %0 = mpc.dynamic_update_slice %x, %u, %i, %i : (tensor<4x10xf32>, tensor<2x3xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
  return
}
