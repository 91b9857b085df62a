// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_equally_many_batch_dimensions(%x: tensor<8x4x5xf32>, %y: tensor<8x5x6xf32>) {
  // expected-error @+1 {{'mpc.dot_general' op expects as many batch dimensions of lhs as of rhs, but got 1 and 0}}
  %0 = mpc.dot_general %x, %y batch [0] x [] contract [2] x [1] : (tensor<8x4x5xf32>, tensor<8x5x6xf32>) -> tensor<8x4x6xf32>
  return
}

// -----

func.func @c1_equally_many_contracting_dimensions(%x: tensor<4x5xf32>, %y: tensor<4x5xf32>) {
  // expected-error @+1 {{'mpc.dot_general' op expects as many contracting dimensions of lhs as of rhs, but got 1 and 2}}
  %0 = mpc.dot_general %x, %y contract [0] x [0, 1] : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @c2_no_dimension_twice(%x: tensor<4x5xf32>, %y: tensor<4x5xf32>) {
  // expected-error @+1 {{'mpc.dot_general' op expects each dimension of rhs at most once, but got 0 twice}}
  %0 = mpc.dot_general %x, %y batch [0] x [0] contract [1] x [0] : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
  return
}

// -----

func.func @c2_dimensions_are_inside_the_rank(%x: tensor<4x5xf32>, %y: tensor<5x6xf32>) {
  // expected-error @+1 {{'mpc.dot_general' op expects a dimension of lhs to be inside the rank of lhs, but got 2 and rank 2}}
  %0 = mpc.dot_general %x, %y contract [2] x [0] : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
  return
}

// -----

func.func @c3_batches_agree_in_size(%x: tensor<8x4xf32>, %y: tensor<7x4xf32>) {
  // expected-error @+1 {{'mpc.dot_general' op expects lhs and rhs to agree in batch dimension 0, but got 8 and 7}}
  %0 = mpc.dot_general %x, %y batch [0] x [0] contract [1] x [1] : (tensor<8x4xf32>, tensor<7x4xf32>) -> tensor<8xf32>
  return
}

// -----

func.func @c3_contracted_sizes_agree(%x: tensor<64x784xf32>,
    // expected-note @+1 {{rhs is parameter "fc1.weight", declared here}}
    %w: tensor<768x256xf32> {mpc.param = "fc1.weight"}) {
  // expected-error @+1 {{'mpc.dot_general' op expects lhs and rhs to agree in contracting dimension 0, but got 784 and 768}}
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<64x784xf32>, tensor<768x256xf32>) -> tensor<64x256xf32>
  return
}

// -----

func.func @c4_element_types_are_equal(%x: tensor<4x5xf16>, %y: tensor<5x6xf32>) {
  // expected-error @+1 {{'mpc.dot_general' op expects lhs and rhs to agree in element type, but got f16 and f32}}
  %0 = mpc.dot_general %x, %y contract [1] x [0] : (tensor<4x5xf16>, tensor<5x6xf32>) -> tensor<4x6xf32>
  return
}

// -----

func.func @c4_result_has_the_element_type_or_f32(%x: tensor<4x5xf16>, %y: tensor<5x6xf16>) {
  // expected-error @+1 {{'mpc.dot_general' op expects result to be tensor<4x6xf16>, but got tensor<4x6xbf16>}}
  %0 = mpc.dot_general %x, %y contract [1] x [0] : (tensor<4x5xf16>, tensor<5x6xf16>) -> tensor<4x6xbf16>
  return
}

// -----

func.func @c4_results_of_f32_stay_f32(%x: tensor<4x5xf32>, %y: tensor<5x6xf32>) {
  // expected-error @+1 {{'mpc.dot_general' op expects result to be tensor<4x6xf32>, but got tensor<4x6xf64>}}
  %0 = mpc.dot_general %x, %y contract [1] x [0] : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf64>
  return
}
