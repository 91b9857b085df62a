// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @refuses_integers(%x: tensor<4xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of f16, bf16, f32 or f64, but got 'tensor<4xi32>'}}
  %0 = mpc.softplus %x : tensor<4xi32>
  return
}

// -----

func.func @refuses_a_result_of_another_type(%x: tensor<4xf32>) {
  // expected-error @+1 {{failed to verify that all of {operand, result} have same type}}
  %0 = "mpc.softplus"(%x) : (tensor<4xf32>) -> tensor<4xf16>
  return
}
