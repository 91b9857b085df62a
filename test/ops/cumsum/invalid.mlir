// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dim_is_inside(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{'mpc.cumsum' op expects dim to be inside the rank of operand, but got -1 and rank 2}}
  %0 = mpc.cumsum %x dim -1 : tensor<4x10xf32>
  return
}

// -----

func.func @c1_a_scalar_has_no_dimension(%x: tensor<f32>) {
  // expected-error @+1 {{'mpc.cumsum' op expects dim to be inside the rank of operand, but got 0 and rank 0}}
  %0 = mpc.cumsum %x dim 0 : tensor<f32>
  return
}

// -----

func.func @predicates_have_no_sum(%x: tensor<4xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of ui8, i32, i64, f16, bf16, f32 or f64, but got 'tensor<4xi1>'}}
  %0 = mpc.cumsum %x dim 0 : tensor<4xi1>
  return
}
