// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dims_ascend(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects dims to be strictly ascending, but got 1 before 0}}
  %0 = mpc.layer_norm %x dims [1, 0] : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c1_dims_are_inside_the_rank(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects dims to be inside the rank of operand, but got 2 and rank 2}}
  %0 = mpc.layer_norm %x dims [2] : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c1_some_dimension(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects dims to name a dimension}}
  %0 = mpc.layer_norm %x dims [] : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

// expected-note @+1 {{scale is parameter "scale", declared here}}
func.func @c2_scale_has_the_dims(%x: tensor<4x8xf32>, %s: tensor<4xf32> {mpc.param = "scale"}) {
  // expected-error @+1 {{expects scale to be tensor<8xf32>, but got tensor<4xf32>}}
  %0 = mpc.layer_norm %x scale %s dims [1] : (tensor<4x8xf32>, tensor<4xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c2_scale_is_f32(%x: tensor<4x8xf16>, %s: tensor<8xf16>) {
  // expected-error @+1 {{expects scale to be tensor<8xf32>, but got tensor<8xf16>}}
  %0 = mpc.layer_norm %x scale %s dims [1] : (tensor<4x8xf16>, tensor<8xf16>) -> tensor<4x8xf16>
  return
}

// -----

func.func @c3_epsilon_is_not_negative(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects epsilon >= 0, but got -1}}
  %0 = mpc.layer_norm %x dims [1] epsilon -1.0 : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @result_is_of_the_operands_type(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{failed to verify that all of {operand, result} have same type}}
  %0 = mpc.layer_norm %x dims [1] : (tensor<4x8xf32>) -> tensor<4x8xf16>
  return
}

// -----

func.func @c2_offset_has_the_dims(%x: tensor<4x8xf32>, %s: tensor<4xf32>) {
  // expected-error @+1 {{expects offset to be tensor<8xf32>, but got tensor<4xf32>}}
  %0 = mpc.layer_norm %x offset %s dims [1] : (tensor<4x8xf32>, tensor<4xf32>) -> tensor<4x8xf32>
  return
}
