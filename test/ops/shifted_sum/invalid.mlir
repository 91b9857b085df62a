// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dims_are_inside_the_rank(%x: tensor<4x8xf32>, %s: tensor<8xf32>) {
  // expected-error @+1 {{expects dims to be inside the rank of operand, but got 2 and rank 2}}
  %0 = mpc.shifted_sum 1, %x, %s dims [2] : (tensor<4x8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

func.func @c1_some_dimension(%x: tensor<8xf32>) {
  // expected-error @+1 {{expects dims to name a dimension}}
  %0 = mpc.shifted_sum 1, %x, %x dims [] : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

func.func @c2_shift_has_the_other_dims(%x: tensor<4x8xf32>, %s: tensor<8xf32>) {
  // expected-error @+1 {{expects shift to be tensor<4xf32>, but got tensor<8xf32>}}
  %0 = mpc.shifted_sum 1, %x, %s dims [1] : (tensor<4x8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

func.func @c2_shift_is_f32(%x: tensor<4x8xf16>, %s: tensor<8xf16>) {
  // expected-error @+1 {{expects shift to be tensor<8xf32>, but got tensor<8xf16>}}
  %0 = mpc.shifted_sum 1, %x, %s dims [0] : (tensor<4x8xf16>, tensor<8xf16>) -> tensor<8xf16>
  return
}

// -----

func.func @c3_weights_are_of_the_operands_type(%x: tensor<4x8xf32>, %s: tensor<8xf32>) {
  // expected-error @+1 {{expects weights to be tensor<4x8xf32>, but got tensor<8xf32>}}
  %0 = mpc.shifted_sum 1, %x, %s weights %s dims [0] : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

func.func @c4_order_is_1_or_2(%x: tensor<4x8xf32>, %s: tensor<8xf32>) {
  // expected-error @+1 {{expects order to be 1 or 2, but got 3}}
  %0 = mpc.shifted_sum 3, %x, %s dims [0] : (tensor<4x8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return
}
