// RUN: mpc-opt %s -pass-pipeline='builtin.module(func.func(mpc-form-kernels))' -verify-diagnostics

// A flag is a bit that kernels raise; only mpc.any says when it is complete.
func.func @returns_a_flag(%x: tensor<8xf32>, %one: tensor<f32>) -> tensor<i1> {
  // expected-error @+1 {{'mpc.has_nonfinite' op expects its flag to be read by mpc.any only}}
  %bad = mpc.has_nonfinite %x, %one : tensor<8xf32>, tensor<f32>
  return %bad : tensor<i1>
}
