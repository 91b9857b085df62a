// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_some_dimension(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects dims to name a dimension}}
  %0 = mpc.norm_adjoint %x, %x dims [] epsilon 1.0e-5 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c2_scale_has_the_dims(%x: tensor<4x8xf32>, %s: tensor<4xf32>) {
  // expected-error @+1 {{expects scale to be tensor<8xf32>, but got tensor<4xf32>}}
  %0 = mpc.norm_adjoint %x, %x scale %s dims [1] epsilon 1.0e-5 : (tensor<4x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c3_epsilon_is_not_negative(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects epsilon >= 0, but got -1}}
  %0 = mpc.norm_adjoint %x, %x dims [1] epsilon -1.0 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c4_adjoint_is_of_the_operands_type(%x: tensor<4x8xf32>, %a: tensor<4x8xf16>) {
  // expected-error @+1 {{expects adjoint to be tensor<4x8xf32>, but got tensor<4x8xf16>}}
  %0 = mpc.norm_adjoint %x, %a dims [1] epsilon 1.0e-5 : (tensor<4x8xf32>, tensor<4x8xf16>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c4_result_is_of_the_operands_type(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects result to be tensor<4x8xf32>, but got tensor<8x4xf32>}}
  %0 = mpc.norm_adjoint %x, %x dims [1] epsilon 1.0e-5 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<8x4xf32>
  return
}
