// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_input_has_rank_4(%x: tensor<5x6x4xf32>, %w: tensor<3x3x4x8xf32>) {
  // expected-error @+1 {{expects input of rank 4, but got 3}}
  %0 = mpc.conv2d %x, %w : (tensor<5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<3x4x8xf32>
  return
}

// -----

func.func @c1_has_one_element_type(%x: tensor<2x5x6x4xf32>, %w: tensor<3x3x4x8xf32>, %h: tensor<3x3x4x8xf16>) {
  // expected-error @+1 {{expects input and filter to agree in element type, but got f32 and f16}}
  %0 = mpc.conv2d %x, %h : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf16>) -> tensor<2x3x4x8xf32>
  return
}

// -----

func.func @c2_one_stride_per_dimension(%x: tensor<2x5x6x4xf32>, %w: tensor<3x3x4x8xf32>, %h: tensor<3x3x4x8xf16>) {
  // expected-error @+1 {{expects 2 entries of stride, but got 1}}
  %0 = mpc.conv2d %x, %w stride [2] : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x3x4x8xf32>
  return
}

// -----

func.func @c2_strides_are_positive(%x: tensor<2x5x6x4xf32>, %w: tensor<3x3x4x8xf32>, %h: tensor<3x3x4x8xf16>) {
  // expected-error @+1 {{expects entries of stride of at least 1 and at most 2^20, but got 0}}
  %0 = mpc.conv2d %x, %w stride [0, 1] : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x3x4x8xf32>
  return
}

// -----

func.func @c2_nothing_is_cut(%x: tensor<2x5x6x4xf32>, %w: tensor<3x3x4x8xf32>, %h: tensor<3x3x4x8xf16>) {
  // expected-error @+1 {{expects entries of high of at least 0 and at most 2^20, but got -1}}
  %0 = mpc.conv2d %x, %w high [0, -1] : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x3x4x8xf32>
  return
}

// -----

func.func @c3_groups_divide_the_channels(%x: tensor<2x5x6x4xf32>, %w: tensor<3x3x4x8xf32>, %h: tensor<3x3x4x8xf16>) {
  // expected-error @+1 {{expects groups to divide 4 channels of the input and 8 of the result, but got 3}}
  %0 = mpc.conv2d %x, %w groups 3 : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x3x4x8xf32>
  return
}

// -----

func.func @c3_the_filter_sees_a_group(%x: tensor<2x5x6x4xf32>, %w: tensor<3x3x4x8xf32>, %h: tensor<3x3x4x8xf16>) {
  // expected-error @+1 {{expects a filter for 2 channels of input, but got 4}}
  %0 = mpc.conv2d %x, %w groups 2 : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x3x4x8xf32>
  return
}

// -----

func.func @c4_the_filter_fits(%x: tensor<2x5x6x4xf32>, %w: tensor<3x3x4x8xf32>, %h: tensor<3x3x4x8xf16>) {
  // expected-error @+1 {{expects a window of 7 to fit into dimension 0 of the image, which has 5 elements with what is around them}}
  %0 = mpc.conv2d %x, %w dilation [3, 1] : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x3x4x8xf32>
  return
}

// -----

func.func @the_filter_has_elements(%x: tensor<2x5x6x4xf32>, %w: tensor<0x3x4x8xf32>) {
  // expected-error @+1 {{expects a filter with elements}}
  %0 = mpc.conv2d %x, %w : (tensor<2x5x6x4xf32>, tensor<0x3x4x8xf32>) -> tensor<2x6x4x8xf32>
  return
}

// -----

func.func @the_result_has_all_places(%x: tensor<2x5x6x4xf32>, %w: tensor<3x3x4x8xf32>, %h: tensor<3x3x4x8xf16>) {
  // expected-error @+1 {{expects result to be tensor<2x3x4x8xf32>, but got tensor<2x5x6x8xf32>}}
  %0 = mpc.conv2d %x, %w : (tensor<2x5x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x5x6x8xf32>
  return
}
