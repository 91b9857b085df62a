// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_examples_and_channels(%x: tensor<8xf32>, %s: tensor<8xf32>) {
  // expected-error @+1 {{expects examples and channels, a rank of 2 at least, but got tensor<8xf32>}}
  %0:3 = mpc.batch_norm %x, %s, %s, %s, %s : (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>)
  return
}

// -----

// expected-note @+1 {{mean is state "mean", declared here}}
func.func @c2_statistics_are_of_channels(%x: tensor<4x8xf32>, %s: tensor<8xf32>, %m: tensor<4xf32> {mpc.state = "mean"}) {
  // expected-error @+1 {{expects mean to be tensor<8xf32>, but got tensor<4xf32>}}
  %0:3 = mpc.batch_norm %x, %s, %s, %m, %s : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<4xf32>, tensor<8xf32>) -> (tensor<4x8xf32>, tensor<4xf32>, tensor<8xf32>)
  return
}

// -----

func.func @c2_scale_is_f32(%x: tensor<4x8xf16>, %h: tensor<8xf16>, %s: tensor<8xf32>) {
  // expected-error @+1 {{expects scale to be tensor<8xf32>, but got tensor<8xf16>}}
  %0:3 = mpc.batch_norm %x, %h, %s, %s, %s : (tensor<4x8xf16>, tensor<8xf16>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<4x8xf16>, tensor<8xf32>, tensor<8xf32>)
  return
}

// -----

func.func @c2_variance_is_of_channels(%x: tensor<4x8xf32>, %s: tensor<8xf32>, %v: tensor<4x8xf32>) {
  // expected-error @+1 {{expects variance to be tensor<8xf32>, but got tensor<4x8xf32>}}
  %0:3 = mpc.batch_norm %x, %s, %s, %s, %v : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<8xf32>, tensor<4x8xf32>)
  return
}

// -----

func.func @c3_epsilon_is_not_negative(%x: tensor<4x8xf32>, %s: tensor<8xf32>) {
  // expected-error @+1 {{expects epsilon >= 0, but got -1}}
  %0:3 = mpc.batch_norm %x, %s, %s, %s, %s epsilon -1.0 : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>)
  return
}

// -----

func.func @c3_momentum_is_a_share(%x: tensor<4x8xf32>, %s: tensor<8xf32>) {
  // expected-error @+1 {{expects momentum in [0, 1], but got 1.5}}
  %0:3 = mpc.batch_norm %x, %s, %s, %s, %s momentum 1.5 : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>)
  return
}

// -----

func.func @new_statistics_are_of_the_old_ones_type(%x: tensor<4x8xf32>, %s: tensor<8xf32>) {
  // expected-error @+1 {{failed to verify that all of {mean, new_mean} have same type}}
  %0:3 = mpc.batch_norm %x, %s, %s, %s, %s : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<4x8xf32>, tensor<4xf32>, tensor<8xf32>)
  return
}
