// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_a_scalar_has_no_last_dimension(%x: tensor<f32>) {
  // expected-error @+1 {{'mpc.top_k' op expects the operand to have a last dimension, but got tensor<f32>}}
  %0:2 = mpc.top_k %x k 1 : tensor<f32>
  return
}

// -----

func.func @c1_i32_counts_the_elements(%x: tensor<2x2147483648xui8>) {
  // expected-error @+1 {{'mpc.top_k' op expects less than 2^31 elements along dimension 1, but got tensor<2x2147483648xui8>}}
  %0:2 = mpc.top_k %x k 1 : tensor<2x2147483648xui8>
  return
}

// -----

func.func @c2_there_are_no_more(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{'mpc.top_k' op expects k to be in [0, 10], the size of the last dimension, but got 11}}
  %0:2 = mpc.top_k %x k 11 : tensor<4x10xf32>
  return
}

// -----

func.func @c2_k_is_a_count(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{'mpc.top_k' op expects k to be in [0, 10], the size of the last dimension, but got -1}}
  %0:2 = mpc.top_k %x k -1 : tensor<4x10xf32>
  return
}
