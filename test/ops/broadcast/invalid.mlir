// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_one_dim_per_dimension(%x: tensor<10xf32>) {
  // expected-error @+1 {{'mpc.broadcast' op expects one dim per dimension of the operand, but got 2 and rank 1}}
  %0 = mpc.broadcast %x dims [0, 1] : tensor<10xf32> -> tensor<10x10xf32>
  return
}

// -----

func.func @c2_dims_ascend(%x: tensor<4x5xf32>) {
  // expected-error @+1 {{'mpc.broadcast' op expects dims to be strictly ascending, but got 1 before 0}}
  %0 = mpc.broadcast %x dims [1, 0] : tensor<4x5xf32> -> tensor<5x4xf32>
  return
}

// -----

func.func @c2_dims_are_inside_the_rank(%x: tensor<10xf32>) {
  // expected-error @+1 {{'mpc.broadcast' op expects dims to be inside the rank of result, but got 2 and rank 2}}
  %0 = mpc.broadcast %x dims [2] : tensor<10xf32> -> tensor<64x10xf32>
  return
}

// -----

// expected-note @+1 {{operand is parameter "bias", declared here}}
func.func @c3_sizes_agree(%x: tensor<1xf32> {mpc.param = "bias"}) {
  // expected-error @+1 {{'mpc.broadcast' op expects operand and result to agree in dimension 0 and 1, but got 1 and 10}}
  %0 = mpc.broadcast %x dims [1] : tensor<1xf32> -> tensor<64x10xf32>
  return
}

// -----

func.func @c4_element_types_are_equal(%x: tensor<10xf32>) {
  // expected-error @+1 {{'mpc.broadcast' op expects operand and result to agree in element type, but got f32 and f16}}
  %0 = mpc.broadcast %x dims [1] : tensor<10xf32> -> tensor<64x10xf16>
  return
}
