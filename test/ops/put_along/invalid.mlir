// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dim_is_inside(%u: tensor<4x3xf32>, %i: tensor<4x3xi32>) {
  // expected-error @+1 {{'mpc.put_along' op expects dim to be inside the rank of updates, but got 2 and rank 2}}
  %0 = mpc.put_along %u, %i dim 2 : (tensor<4x3xf32>, tensor<4x3xi32>) -> tensor<4x3xf32>
  return
}

// -----

func.func @c2_one_index_per_update(%u: tensor<4x3xf32>, %i: tensor<4x2xi32>) {
  // expected-error @+1 {{'mpc.put_along' op expects indices to have the shape of updates, but got tensor<4x2xi32> and tensor<4x3xf32>}}
  %0 = mpc.put_along %u, %i dim 1 : (tensor<4x3xf32>, tensor<4x2xi32>) -> tensor<4x10xf32>
  return
}

// -----

func.func @c2_there_is_room_for_all(%u: tensor<4x3xf32>, %i: tensor<4x3xi32>) {
  // expected-error @+1 {{'mpc.put_along' op expects result to be updates with more elements along dimension 1, but got tensor<4x2xf32> and tensor<4x3xf32>}}
  %0 = mpc.put_along %u, %i dim 1 : (tensor<4x3xf32>, tensor<4x3xi32>) -> tensor<4x2xf32>
  return
}

// -----

func.func @c2_other_dimensions_stay(%u: tensor<4x3xf32>, %i: tensor<4x3xi32>) {
  // expected-error @+1 {{'mpc.put_along' op expects result to be updates with more elements along dimension 1, but got tensor<5x10xf32> and tensor<4x3xf32>}}
  %0 = mpc.put_along %u, %i dim 1 : (tensor<4x3xf32>, tensor<4x3xi32>) -> tensor<5x10xf32>
  return
}
