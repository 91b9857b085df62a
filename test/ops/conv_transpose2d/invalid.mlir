// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c2_low_is_not_negative(%x: tensor<2x3x4x4xf32>, %w: tensor<3x3x4x8xf32>) {
  // expected-error @+1 {{expects entries of low of at least 0 and at most 2^20, but got -1}}
  %0 = mpc.conv_transpose2d %x, %w low [-1, 0] : (tensor<2x3x4x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x6x6x8xf32>
  return
}

// -----

func.func @c4_something_is_left(%x: tensor<2x3x4x4xf32>, %w: tensor<3x3x4x8xf32>) {
  // expected-error @+1 {{to fit into dimension 0 of the image}}
  %0 = mpc.conv_transpose2d %x, %w low [3, 0] high [3, 0] : (tensor<2x3x4x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x0x6x8xf32>
  return
}

// -----

func.func @the_result_has_all_places(%x: tensor<2x3x4x4xf32>, %w: tensor<3x3x4x8xf32>) {
  // expected-error @+1 {{expects result to be tensor<2x5x6x8xf32>, but got tensor<2x3x4x8xf32>}}
  %0 = mpc.conv_transpose2d %x, %w : (tensor<2x3x4x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x3x4x8xf32>
  return
}
