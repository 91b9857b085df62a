// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dims_follow_each_other(%x: tensor<8x7x7x2x2x4xf32>) {
  // expected-error @+1 {{expects dims that follow each other, and as many dimensions after them}}
  %0 = mpc.interleave %x dims [0, 2] : tensor<8x7x7x2x2x4xf32> -> tensor<8x14x14x4xf32>
  return
}

// -----

func.func @c1_as_many_dimensions_follow(%x: tensor<8x7x7xf32>) {
  // expected-error @+1 {{expects dims that follow each other, and as many dimensions after them}}
  %0 = mpc.interleave %x dims [1, 2] : tensor<8x7x7xf32> -> tensor<8x49xf32>
  return
}

// -----

func.func @c1_dims_are_inside_the_rank(%x: tensor<8x7xf32>) {
  // expected-error @+1 {{expects dims to be inside the rank of operand, but got 2 and rank 2}}
  %0 = mpc.interleave %x dims [2] : tensor<8x7xf32> -> tensor<8x7xf32>
  return
}

// -----

func.func @the_result_is_as_long_as_interleaved(%x: tensor<4x2xf32>) {
  // expected-error @+1 {{expects result to be tensor<8xf32>, but got tensor<9xf32>}}
  %0 = mpc.interleave %x dims [0] : tensor<4x2xf32> -> tensor<9xf32>
  return
}
