// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_times_has_one_entry_per_dimension(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects one entry of times per dimension, but got 1 for 2}}
  %0 = mpc.repeat %x times [2] : tensor<4x10xf32> -> tensor<8x10xf32>
  return
}

// -----

func.func @c1_times_are_positive(%x: tensor<4xf32>) {
  // expected-error @+1 {{expects entries of times of at least 1, but got 0}}
  %0 = mpc.repeat %x times [0] : tensor<4xf32> -> tensor<0xf32>
  return
}

// -----

func.func @the_result_has_a_size(%x: tensor<4xf32>) {
  // expected-error @+1 {{expects dimension 0 of the result to have less than 2^63 elements}}
  %0 = mpc.repeat %x times [9223372036854775807] : tensor<4xf32> -> tensor<4xf32>
  return
}

// -----

func.func @the_result_is_as_long_as_repeated(%x: tensor<4xf32>) {
  // expected-error @+1 {{expects result to be tensor<8xf32>, but got tensor<9xf32>}}
  %0 = mpc.repeat %x times [2] : tensor<4xf32> -> tensor<9xf32>
  return
}
