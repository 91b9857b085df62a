// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_one_start_per_dimension(%x: tensor<4x10xf32>, %u: tensor<2x3xf32>, %i: tensor<i32>, %j: tensor<i64>, %v: tensor<1xi32>) {
  // expected-error @+1 {{expects one start per dimension, but got 1 for 2}}
  %0 = mpc.dynamic_slice %x, %i : (tensor<4x10xf32>, tensor<i32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @c1_starts_have_one_type(%x: tensor<4x10xf32>, %u: tensor<2x3xf32>, %i: tensor<i32>, %j: tensor<i64>, %v: tensor<1xi32>) {
  // expected-error @+1 {{expects start to be tensor<i32>, but got tensor<i64>}}
  %0 = mpc.dynamic_slice %x, %i, %j : (tensor<4x10xf32>, tensor<i32>, tensor<i64>) -> tensor<2x3xf32>
  return
}

// -----

func.func @c1_starts_are_scalars(%x: tensor<4x10xf32>, %u: tensor<2x3xf32>, %i: tensor<i32>, %j: tensor<i64>, %v: tensor<1xi32>) {
  // expected-error @+1 {{expects scalar starts, but got tensor<1xi32>}}
  %0 = mpc.dynamic_slice %x, %v, %v : (tensor<4x10xf32>, tensor<1xi32>, tensor<1xi32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @c2_keeps_the_rank(%x: tensor<4x10xf32>, %u: tensor<2x3xf32>, %i: tensor<i32>, %j: tensor<i64>, %v: tensor<1xi32>) {
  // expected-error @+1 {{expects operand and result of one rank, but got 2 and 1}}
  %0 = mpc.dynamic_slice %x, %i, %i : (tensor<4x10xf32>, tensor<i32>, tensor<i32>) -> tensor<3xf32>
  return
}

// -----

func.func @c2_is_not_larger(%x: tensor<4x10xf32>, %u: tensor<2x3xf32>, %i: tensor<i32>, %j: tensor<i64>, %v: tensor<1xi32>) {
  // expected-error @+1 {{expects at most 4 elements of the result in dimension 0, but got 5}}
  %0 = mpc.dynamic_slice %x, %i, %i : (tensor<4x10xf32>, tensor<i32>, tensor<i32>) -> tensor<5x3xf32>
  return
}

// -----

func.func @c2_keeps_the_element_type(%x: tensor<4x10xf32>, %u: tensor<2x3xf32>, %i: tensor<i32>, %j: tensor<i64>, %v: tensor<1xi32>) {
  // expected-error @+1 {{expects operand and result to agree in element type, but got f32 and f16}}
  %0 = mpc.dynamic_slice %x, %i, %i : (tensor<4x10xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf16>
  return
}
