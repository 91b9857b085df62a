// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_one_entry_per_dimension(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects one entry of low per dimension, but got 1 for 2}}
  %0 = mpc.pad %x low [1] high [0, 0] : tensor<4x10xf32> -> tensor<5x10xf32>
  return
}

// -----

func.func @c1_cuts_nothing(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects entries of high of at least 0, but got -1}}
  %0 = mpc.pad %x low [0, 0] high [0, -1] : tensor<4x10xf32> -> tensor<4x9xf32>
  return
}

// -----

func.func @c1_gaps_are_not_negative(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects entries of between of at least 0, but got -1}}
  %0 = mpc.pad %x low [0, 0] high [0, 0] between [-1, 0] : tensor<4x10xf32> -> tensor<1x10xf32>
  return
}

// -----

func.func @sizes_do_not_overflow(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects dimension 0 of the result to have less than 2^63 elements}}
  %0 = mpc.pad %x low [9223372036854775807, 0] high [0, 0] : tensor<4x10xf32> -> tensor<1x10xf32>
  return
}

// -----

func.func @the_result_has_what_is_around(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects result to be tensor<5x10xf32>, but got tensor<6x10xf32>}}
  %0 = mpc.pad %x low [1, 0] high [0, 0] : tensor<4x10xf32> -> tensor<6x10xf32>
  return
}
