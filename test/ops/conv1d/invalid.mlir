// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_filter_has_rank_3(%x: tensor<2x9x4xf32>, %w: tensor<3x3x4x8xf32>) {
  // expected-error @+1 {{expects filter of rank 3, but got 4}}
  %0 = mpc.conv1d %x, %w : (tensor<2x9x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x7x8xf32>
  return
}

// -----

func.func @c2_one_entry(%x: tensor<2x9x4xf32>, %w: tensor<3x4x8xf32>) {
  // expected-error @+1 {{expects 1 entries of low, but got 2}}
  %0 = mpc.conv1d %x, %w low [1, 1] : (tensor<2x9x4xf32>, tensor<3x4x8xf32>) -> tensor<2x7x8xf32>
  return
}

// -----

func.func @the_result_has_all_places(%x: tensor<2x9x4xf32>, %w: tensor<3x4x8xf32>) {
  // expected-error @+1 {{expects result to be tensor<2x7x8xf32>, but got tensor<2x9x8xf32>}}
  %0 = mpc.conv1d %x, %w : (tensor<2x9x4xf32>, tensor<3x4x8xf32>) -> tensor<2x9x8xf32>
  return
}
