// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dims_ascend(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects dims to be strictly ascending, but got 1 before 0}}
  %0 = mpc.reverse %x dims [1, 0] : tensor<4x10xf32>
  return
}

// -----

func.func @c1_dims_are_inside_the_rank(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects dims to be inside the rank of operand, but got 2 and rank 2}}
  %0 = mpc.reverse %x dims [2] : tensor<4x10xf32>
  return
}
