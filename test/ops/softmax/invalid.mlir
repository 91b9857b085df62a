// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dim_outside_the_rank(%x: tensor<4x5xf32>) {
  // expected-error @+1 {{'mpc.softmax' op expects dim to be inside the rank of operand, but got 2 and rank 2}}
  %0 = mpc.softmax %x dim 2 : tensor<4x5xf32>
  return
}

// -----

func.func @c1_negative_dim(%x: tensor<4x5xf32>) {
  // expected-error @+1 {{'mpc.softmax' op expects dim to be inside the rank of operand, but got -1 and rank 2}}
  %0 = mpc.softmax %x dim -1 : tensor<4x5xf32>
  return
}

// -----

func.func @c1_scalar_has_no_dim(%x: tensor<f32>) {
  // expected-error @+1 {{'mpc.softmax' op expects dim to be inside the rank of operand, but got 0 and rank 0}}
  %0 = mpc.softmax %x dim 0 : tensor<f32>
  return
}
