// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_one_start_per_dimension(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects one entry of from per dimension, but got 1 for 2}}
  %0 = mpc.slice %x from [1] : tensor<4x10xf32> -> tensor<3x4xf32>
  return
}

// -----

func.func @c1_starts_are_not_negative(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects entries of from of at least 0, but got -1}}
  %0 = mpc.slice %x from [0, -1] : tensor<4x10xf32> -> tensor<3x4xf32>
  return
}

// -----

func.func @c1_steps_are_positive(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects entries of by of at least 1, but got 0}}
  %0 = mpc.slice %x from [0, 0] by [1, 0] : tensor<4x10xf32> -> tensor<3x4xf32>
  return
}

// -----

func.func @c2_keeps_the_rank(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects a result of rank 2, but got 1}}
  %0 = mpc.slice %x from [0, 0] : tensor<4x10xf32> -> tensor<4xf32>
  return
}

// -----

func.func @c2_lies_inside(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects 4 elements from 7 on inside dimension 1, which has 10}}
  %0 = mpc.slice %x from [0, 7] : tensor<4x10xf32> -> tensor<4x4xf32>
  return
}

// -----

func.func @c2_steps_stay_inside(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects 4 elements from 1 on inside dimension 1, which has 10}}
  %0 = mpc.slice %x from [0, 1] by [1, 3] : tensor<4x10xf32> -> tensor<4x4xf32>
  return
}

// -----

func.func @c3_keeps_the_element_type(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects operand and result to agree in element type, but got f32 and f16}}
  %0 = mpc.slice %x from [0, 0] : tensor<4x10xf32> -> tensor<4x4xf16>
  return
}
