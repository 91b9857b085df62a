// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dims_follow_each_other(%x: tensor<2x5x6x3xf32>) {
  // expected-error @+1 {{expects dims that follow each other}}
  %0 = mpc.window %x dims [1, 3] size [3, 3] stride [1, 1] dilation [1, 1] spread [1, 1] low [1, 1] high [1, 1] : tensor<2x5x6x3xf32> -> tensor<2x5x6x3x3x3xf32>
  return
}

// -----

func.func @c2_one_size_per_dim(%x: tensor<2x5x6x3xf32>) {
  // expected-error @+1 {{expects 2 entries of size, but got 1}}
  %0 = mpc.window %x dims [1, 2] size [3] stride [1, 1] dilation [1, 1] spread [1, 1] low [1, 1] high [1, 1] : tensor<2x5x6x3xf32> -> tensor<2x5x6x3x3x3xf32>
  return
}

// -----

func.func @c2_strides_are_positive(%x: tensor<2x5x6x3xf32>) {
  // expected-error @+1 {{expects entries of stride of at least 1 and at most 2^20, but got 0}}
  %0 = mpc.window %x dims [1, 2] size [3, 3] stride [1, 0] dilation [1, 1] spread [1, 1] low [1, 1] high [1, 1] : tensor<2x5x6x3xf32> -> tensor<2x5x6x3x3x3xf32>
  return
}

// -----

func.func @c3_fits(%x: tensor<2x5x6x3xf32>) {
  // expected-error @+1 {{expects a window of 9 elements to fit into the 7 of dimension 1 with what is around them}}
  %0 = mpc.window %x dims [1, 2] size [9, 3] stride [1, 1] dilation [1, 1] spread [1, 1] low [1, 1] high [1, 1] : tensor<2x5x6x3xf32> -> tensor<2x5x6x3x3x3xf32>
  return
}

// -----

func.func @the_result_has_all_windows(%x: tensor<2x5x6x3xf32>) {
  // expected-error @+1 {{expects result to be tensor<2x5x6x3x3x3xf32>, but got tensor<2x5x6x3x3xf32>}}
  %0 = mpc.window %x dims [1, 2] size [3, 3] stride [1, 1] dilation [1, 1] spread [1, 1] low [1, 1] high [1, 1] : tensor<2x5x6x3xf32> -> tensor<2x5x6x3x3xf32>
  return
}
