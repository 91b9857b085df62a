// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dim_is_inside(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{'mpc.sort' op expects dim to be inside the rank of operand, but got 2 and rank 2}}
  %0:2 = mpc.sort %x dim 2 : tensor<4x10xf32>
  return
}

// -----

func.func @c1_a_scalar_has_no_dimension(%x: tensor<f32>) {
  // expected-error @+1 {{'mpc.sort' op expects dim to be inside the rank of operand, but got 0 and rank 0}}
  %0:2 = mpc.sort %x dim 0 : tensor<f32>
  return
}

// -----

func.func @c2_i32_counts_the_elements(%x: tensor<2147483648xf32>) {
  // expected-error @+1 {{'mpc.sort' op expects less than 2^31 elements along dimension 0, but got tensor<2147483648xf32>}}
  %0:2 = mpc.sort %x dim 0 : tensor<2147483648xf32>
  return
}
