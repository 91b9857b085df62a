// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dims_ascend(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects dims to be strictly ascending, but got 1 before 0}}
  %0 = mpc.norm_product %x, %x dims [1, 0] epsilon 1.0e-5 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c2_result_is_f32(%a: tensor<4x8xf16>) {
  // expected-error @+1 {{expects result to be tensor<4x8xf32>, but got tensor<4x8xf16>}}
  %0 = mpc.norm_product %a, %a dims [1] epsilon 1.0e-5 : (tensor<4x8xf16>, tensor<4x8xf16>) -> tensor<4x8xf16>
  return
}

// -----

func.func @c3_epsilon_is_not_negative(%x: tensor<4x8xf32>) {
  // expected-error @+1 {{expects epsilon >= 0, but got -1}}
  %0 = mpc.norm_product %x, %x dims [1] epsilon -1.0 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @c4_factor_is_of_the_operands_type(%x: tensor<4x8xf32>, %s: tensor<8xf32>) {
  // expected-error @+1 {{expects factor to be tensor<4x8xf32>, but got tensor<8xf32>}}
  %0 = mpc.norm_product %x, %s dims [1] epsilon 1.0e-5 : (tensor<4x8xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  return
}
