// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_examples_and_channels(%x: tensor<8xf32>) {
  // expected-error @+1 {{expects examples and channels, a rank of 2 at least, but got tensor<8xf32>}}
  %0 = mpc.group_norm %x groups 2 : (tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

func.func @c1_groups_divide_the_channels(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects groups to divide 8 channels, but got 3}}
  %0 = mpc.group_norm %x groups 3 : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c1_some_group(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects groups to divide 8 channels, but got 0}}
  %0 = mpc.group_norm %x groups 0 : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c2_scale_is_of_channels(%x: tensor<4x8xf32>, %s: tensor<4xf32>) {
  // expected-error @+1 {{expects scale to be tensor<8xf32>, but got tensor<4xf32>}}
  %0 = mpc.group_norm %x scale %s groups 2 : (tensor<4x8xf32>, tensor<4xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c2_offset_is_f32(%x: tensor<4x8xf16>, %s: tensor<8xf16>) {
  // expected-error @+1 {{expects offset to be tensor<8xf32>, but got tensor<8xf16>}}
  %0 = mpc.group_norm %x offset %s groups 2 : (tensor<4x8xf16>, tensor<8xf16>) -> tensor<4x8xf16>
  return
}

// -----

func.func @c3_epsilon_is_a_number(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects epsilon >= 0, but got NaN}}
  %0 = mpc.group_norm %x groups 2 epsilon 0x7FF8000000000000 : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}
