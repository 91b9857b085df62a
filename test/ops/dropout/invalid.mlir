// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_rate_is_a_share(%x: tensor<4xf32>) {
  // expected-error @+1 {{expects rate to be in [0, 1], but got 1.5}}
  %0 = mpc.dropout %x rate 1.5 : tensor<4xf32>
  return
}

// -----

func.func @c2_key_is_whole(%x: tensor<4xf32>, %k: tensor<i64>) {
  // expected-error @+1 {{expects a key of seed, iteration and micro-batch, but got 2 values}}
  %0 = mpc.dropout %x key %k, %k rate 0.5 : tensor<4xf32>
  return
}

// -----

func.func @c3_stream_is_not_negative(%x: tensor<4xf32>) {
  // expected-error @+1 {{expects stream >= 0, but got -1}}
  %0 = mpc.dropout %x rate 0.5 stream -1 : tensor<4xf32>
  return
}

// -----

func.func @refuses_integers(%x: tensor<4xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of f16, bf16, f32 or f64, but got 'tensor<4xi32>'}}
  %0 = mpc.dropout %x rate 0.5 : tensor<4xi32>
  return
}
