// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dim_outside_the_rank() {
  // expected-error @+1 {{'mpc.iota' op expects dim to be inside the rank of result, but got 2 and rank 2}}
  %0 = mpc.iota dim 2 : tensor<4x10xi32>
  return
}

// -----

func.func @c1_negative_dim() {
  // expected-error @+1 {{'mpc.iota' op expects dim to be inside the rank of result, but got -1 and rank 1}}
  %0 = mpc.iota dim -1 : tensor<4xi32>
  return
}

// -----

func.func @c1_scalar_has_no_dim() {
  // expected-error @+1 {{'mpc.iota' op expects dim to be inside the rank of result, but got 0 and rank 0}}
  %0 = mpc.iota dim 0 : tensor<i32>
  return
}
