// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @refuses_integers(%x: tensor<2x4x6x3xf32>, %i: tensor<2x4x6x3xi32>, %r: tensor<4x6x3xf32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of f16, bf16, f32 or f64}}
  %0 = mpc.max_pool2d %i size [2, 2] : tensor<2x4x6x3xi32> -> tensor<2x2x3x3xi32>
  return
}

// -----

func.func @c1_input_has_rank_4(%x: tensor<2x4x6x3xf32>, %i: tensor<2x4x6x3xi32>, %r: tensor<4x6x3xf32>) {
  // expected-error @+1 {{expects input of rank 4, but got 3}}
  %0 = mpc.max_pool2d %r size [2, 2] : tensor<4x6x3xf32> -> tensor<2x3x3xf32>
  return
}

// -----

func.func @c2_size_has_two_entries(%x: tensor<2x4x6x3xf32>, %i: tensor<2x4x6x3xi32>, %r: tensor<4x6x3xf32>) {
  // expected-error @+1 {{expects 2 entries of size, but got 1}}
  %0 = mpc.max_pool2d %x size [2] : tensor<2x4x6x3xf32> -> tensor<2x2x3x3xf32>
  return
}

// -----

func.func @c2_no_window_is_outside(%x: tensor<2x4x6x3xf32>, %i: tensor<2x4x6x3xi32>, %r: tensor<4x6x3xf32>) {
  // expected-error @+1 {{expects entries of low and high below size, but got 2 and 2}}
  %0 = mpc.max_pool2d %x size [2, 2] low [2, 0] : tensor<2x4x6x3xf32> -> tensor<2x3x3x3xf32>
  return
}

// -----

func.func @c3_the_window_fits(%x: tensor<2x4x6x3xf32>, %i: tensor<2x4x6x3xi32>, %r: tensor<4x6x3xf32>) {
  // expected-error @+1 {{expects a window of 5 to fit into dimension 0 of the image, which has 4 elements with what is around them}}
  %0 = mpc.max_pool2d %x size [5, 2] : tensor<2x4x6x3xf32> -> tensor<2x0x3x3xf32>
  return
}

// -----

func.func @the_result_has_all_windows(%x: tensor<2x4x6x3xf32>, %i: tensor<2x4x6x3xi32>, %r: tensor<4x6x3xf32>) {
  // expected-error @+1 {{expects result to be tensor<2x2x3x3xf32>, but got tensor<2x4x6x3xf32>}}
  %0 = mpc.max_pool2d %x size [2, 2] : tensor<2x4x6x3xf32> -> tensor<2x4x6x3xf32>
  return
}
