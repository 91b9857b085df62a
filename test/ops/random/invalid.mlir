// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_bits_are_integers(%key: tensor<i64>) {
  // expected-error @+1 {{'mpc.random' op expects i32 or i64 elements for 'bits', but got f32}}
  %0 = mpc.random bits, %key, %key, %key stream 0 : tensor<4xf32>
  return
}

// -----

func.func @c1_bits_fill_words(%key: tensor<i64>) {
  // expected-error @+1 {{'mpc.random' op expects i32 or i64 elements for 'bits', but got ui8}}
  %0 = mpc.random bits, %key, %key, %key stream 0 : tensor<4xui8>
  return
}

// -----

func.func @c1_uniform_numbers_are_floats(%key: tensor<i64>) {
  // expected-error @+1 {{'mpc.random' op expects float elements for 'uniform', but got i32}}
  %0 = mpc.random uniform, %key, %key, %key stream 0 : tensor<4xi32>
  return
}

// -----

// expected-note @+1 {{prior use here}}
func.func @the_key_is_made_of_scalars(%key: tensor<1xi64>) {
  // expected-error @+1 {{expects different type than prior uses: 'tensor<i64>' vs 'tensor<1xi64>'}}
  %0 = mpc.random bits, %key, %key, %key stream 0 : tensor<4xi32>
  return
}
