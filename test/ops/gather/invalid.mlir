// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dim_is_inside_the_rank(%x: tensor<4x10xf32>, %i: tensor<2x3xi32>, %e: tensor<4x0xf32>, %f: tensor<3xf32>) {
  // expected-error @+1 {{expects dim to be inside the rank of operand, but got 2 and rank 2}}
  %0 = mpc.gather %x, %i dim 2 : (tensor<4x10xf32>, tensor<2x3xi32>) -> tensor<4x2x3xf32>
  return
}

// -----

func.func @c1_there_is_something_to_gather(%x: tensor<4x10xf32>, %i: tensor<2x3xi32>, %e: tensor<4x0xf32>, %f: tensor<3xf32>) {
  // expected-error @+1 {{expects something to gather in dimension 1, which is empty}}
  %0 = mpc.gather %e, %i dim 1 : (tensor<4x0xf32>, tensor<2x3xi32>) -> tensor<4x2x3xf32>
  return
}

// -----

func.func @c2_indices_are_integers(%x: tensor<4x10xf32>, %i: tensor<2x3xi32>, %e: tensor<4x0xf32>, %f: tensor<3xf32>) {
  // expected-error @+1 {{operand #1 must be statically shaped tensor of ui8, i32 or i64}}
  %0 = mpc.gather %x, %f dim 0 : (tensor<4x10xf32>, tensor<3xf32>) -> tensor<3x10xf32>
  return
}

// -----

func.func @the_result_has_the_indices_in_place(%x: tensor<4x10xf32>, %i: tensor<2x3xi32>, %e: tensor<4x0xf32>, %f: tensor<3xf32>) {
  // expected-error @+1 {{expects result to be tensor<4x2x3xf32>, but got tensor<2x3x4xf32>}}
  %0 = mpc.gather %x, %i dim 1 : (tensor<4x10xf32>, tensor<2x3xi32>) -> tensor<2x3x4xf32>
  return
}
