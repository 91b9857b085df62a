// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_examples_and_channels(%x: tensor<8xf32>, %s: tensor<8xf32>) {
  // expected-error @+1 {{expects examples and channels, a rank of 2 at least, but got tensor<8xf32>}}
  %0 = mpc.batch_norm_apply %x, %s, %s, %s, %s : (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

// expected-note @+1 {{mean is state "mean", declared here}}
func.func @c2_statistics_are_of_channels(%x: tensor<4x8xf32>, %s: tensor<8xf32>, %m: tensor<4xf32> {mpc.state = "mean"}) {
  // expected-error @+1 {{expects mean to be tensor<8xf32>, but got tensor<4xf32>}}
  %0 = mpc.batch_norm_apply %x, %s, %s, %m, %s : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<4xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c2_scale_is_f32(%x: tensor<4x8xf16>, %h: tensor<8xf16>, %s: tensor<8xf32>) {
  // expected-error @+1 {{expects scale to be tensor<8xf32>, but got tensor<8xf16>}}
  %0 = mpc.batch_norm_apply %x, %h, %s, %s, %s : (tensor<4x8xf16>, tensor<8xf16>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<4x8xf16>
  return
}

// -----

func.func @c2_inverse_is_of_channels(%x: tensor<4x8xf32>, %s: tensor<8xf32>, %v: tensor<4x8xf32>) {
  // expected-error @+1 {{expects inverse to be tensor<8xf32>, but got tensor<4x8xf32>}}
  %0 = mpc.batch_norm_apply %x, %s, %s, %s, %v : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}
