// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_examples_and_channels(%x: tensor<8xf32>) {
  // expected-error @+1 {{expects examples and channels, a rank of 2 at least, but got tensor<8xf32>}}
  %0 = mpc.channel_norm_adjoint %x, %x, %x, %x, %x, %x : (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

func.func @c2_statistics_are_of_channels(%x: tensor<4x8xf32>, %s: tensor<8xf32>, %t: tensor<4xf32>) {
  // expected-error @+1 {{expects a statistic to be tensor<8xf32>, but got tensor<4xf32>}}
  %0 = mpc.channel_norm_adjoint %x, %x, %s, %t, %s, %s : (tensor<4x8xf32>, tensor<4x8xf32>, tensor<8xf32>, tensor<4xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c2_statistics_are_f32(%a: tensor<4x8xf16>, %s: tensor<8xf32>, %h: tensor<8xf16>) {
  // expected-error @+1 {{expects a statistic to be tensor<8xf32>, but got tensor<8xf16>}}
  %0 = mpc.channel_norm_adjoint %a, %a, %s, %s, %s, %h : (tensor<4x8xf16>, tensor<4x8xf16>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf16>) -> tensor<4x8xf16>
  return
}
