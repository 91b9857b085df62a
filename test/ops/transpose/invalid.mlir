// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_one_dimension_for_each(%x: tensor<2x3x4xf32>) {
  // expected-error @+1 {{'mpc.transpose' op expects one entry of perm per dimension, but got 2 and rank 3}}
  %0 = mpc.transpose %x perm [1, 0] : tensor<2x3x4xf32> -> tensor<3x2xf32>
  return
}

// -----

func.func @c1_dimensions_are_inside_the_rank(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{'mpc.transpose' op expects perm to be inside the rank of operand, but got 2 and rank 2}}
  %0 = mpc.transpose %x perm [2, 0] : tensor<2x3xf32> -> tensor<3x2xf32>
  return
}

// -----

func.func @c1_no_dimension_twice(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{'mpc.transpose' op expects perm to be a permutation, but got 1 twice}}
  %0 = mpc.transpose %x perm [1, 1] : tensor<2x3xf32> -> tensor<3x3xf32>
  return
}

// -----

func.func @result_has_the_permuted_shape(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{'mpc.transpose' op expects result to be tensor<3x2xf32>, but got tensor<2x3xf32>}}
  %0 = mpc.transpose %x perm [1, 0] : tensor<2x3xf32> -> tensor<2x3xf32>
  return
}
