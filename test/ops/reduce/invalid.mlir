// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_dims_ascend(%x: tensor<4x5xf32>) {
  // expected-error @+1 {{'mpc.reduce' op expects dims to be strictly ascending, but got 1 before 1}}
  %0 = mpc.reduce sum, %x dims [1, 1] : tensor<4x5xf32> -> tensor<4xf32>
  return
}

// -----

func.func @c1_dims_are_inside_the_rank(%x: tensor<4x5xf32>) {
  // expected-error @+1 {{'mpc.reduce' op expects dims to be inside the rank of operand, but got 2 and rank 2}}
  %0 = mpc.reduce sum, %x dims [2] : tensor<4x5xf32> -> tensor<4xf32>
  return
}

// -----

func.func @c2_argmax_reduces_a_dimension(%x: tensor<4x5xf32>) {
  // expected-error @+1 {{'mpc.reduce' op expects argmax to reduce a dimension}}
  %0 = mpc.reduce argmax, %x dims [] : tensor<4x5xf32> -> tensor<4x5xi32>
  return
}

// -----

func.func @c2_argmax_of_nothing(%x: tensor<4x0xf32>) {
  // expected-error @+1 {{'mpc.reduce' op expects argmax over 1 to 2^31 - 1 elements, but got 0}}
  %0 = mpc.reduce argmax, %x dims [1] : tensor<4x0xf32> -> tensor<4xi32>
  return
}

// -----

func.func @c2_argmax_beyond_its_i32(%x: tensor<2147483648xf32>) {
  // expected-error @+1 {{'mpc.reduce' op expects argmax over 1 to 2^31 - 1 elements, but got 2147483648}}
  %0 = mpc.reduce argmax, %x dims [0] : tensor<2147483648xf32> -> tensor<i32>
  return
}

// -----

// expected-note @+1 {{operand is state "hits", declared here}}
func.func @c3_mean_of_integers(%x: tensor<4xi32> {mpc.state = "hits"}) {
  // expected-error @+1 {{'mpc.reduce' op expects float elements for mean, but got i32}}
  %0 = mpc.reduce mean, %x dims [0] : tensor<4xi32> -> tensor<i32>
  return
}

// -----

func.func @c3_sum_of_predicates(%x: tensor<4xi1>) {
  // expected-error @+1 {{'mpc.reduce' op expects numbers for sum, but got i1}}
  %0 = mpc.reduce sum, %x dims [0] : tensor<4xi1> -> tensor<i1>
  return
}

// -----

func.func @result_lacks_the_dims(%x: tensor<4x5xf32>) {
  // expected-error @+1 {{'mpc.reduce' op expects result to be tensor<4xf32>, but got tensor<4x1xf32>}}
  %0 = mpc.reduce sum, %x dims [1] : tensor<4x5xf32> -> tensor<4x1xf32>
  return
}

// -----

func.func @result_of_argmax_is_i32(%x: tensor<4x5xf32>) {
  // expected-error @+1 {{'mpc.reduce' op expects result to be tensor<4xi32>, but got tensor<4xi64>}}
  %0 = mpc.reduce argmax, %x dims [1] : tensor<4x5xf32> -> tensor<4xi64>
  return
}

// -----

func.func @c3_any_of_numbers(%x: tensor<4xi32>) {
  // expected-error @+1 {{'mpc.reduce' op expects i1 for any, but got i32}}
  %0 = mpc.reduce any, %x dims [0] : tensor<4xi32> -> tensor<i32>
  return
}

// -----

func.func @c3_argmax_of_predicates(%x: tensor<4xi1>) {
  // expected-error @+1 {{'mpc.reduce' op expects numbers for argmax, but got i1}}
  %0 = mpc.reduce argmax, %x dims [0] : tensor<4xi1> -> tensor<i32>
  return
}
