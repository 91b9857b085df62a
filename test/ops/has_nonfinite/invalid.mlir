// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_factor_is_a_scalar(%g: tensor<4xf32>, %f: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.has_nonfinite' op expects factor to be a scalar, but got tensor<4xf32>}}
  %0 = mpc.has_nonfinite %g, %f : tensor<4xf32>, tensor<4xf32>
  return
}

// -----

func.func @c1_factor_has_the_operands_elements(%g: tensor<4xf32>, %f: tensor<f16>) {
  // expected-error @+1 {{'mpc.has_nonfinite' op expects operand and factor to agree in element type, but got f32 and f16}}
  %0 = mpc.has_nonfinite %g, %f : tensor<4xf32>, tensor<f16>
  return
}

// -----

func.func @refuses_integers(%g: tensor<4xi32>, %f: tensor<f32>) {
  // expected-error @+1 {{'mpc.has_nonfinite' op operand #0 must be statically shaped tensor of f16, bf16, f32 or f64, but got 'tensor<4xi32>'}}
  %0 = mpc.has_nonfinite %g, %f : tensor<4xi32>, tensor<f32>
  return
}
