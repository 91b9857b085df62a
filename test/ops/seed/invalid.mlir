// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @refuses_integers() {
  // expected-error @+1 {{'mpc.seed' op result #0 must be statically shaped tensor of f16, bf16, f32 or f64, but got 'tensor<i32>'}}
  %0 = mpc.seed : tensor<i32>
  return
}
