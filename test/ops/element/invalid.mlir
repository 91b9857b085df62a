// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_one_index_per_dimension(%x: tensor<4x10xf32>, %i: index, %z: f32) {
  // expected-error @+1 {{expects one index per dimension, but got 1 for 2}}
  %0 = mpc.element %x[%i] checked [] otherwise %z : tensor<4x10xf32>
  return
}

// -----

func.func @c2_checked_is_inside_the_rank(%x: tensor<4x10xf32>, %i: index, %z: f32) {
  // expected-error @+1 {{expects checked to be inside the rank of tensor, but got 2 and rank 2}}
  %0 = mpc.element %x[%i, %i] checked [2] otherwise %z : tensor<4x10xf32>
  return
}
