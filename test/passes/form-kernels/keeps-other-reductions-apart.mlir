// RUN: mpc-opt %s -mpc-form-kernels=trailing=true | FileCheck %s --implicit-check-not='"trailing"'

// What the sum shifts by is computed after the product that it is of.
// CHECK-LABEL: func.func @reads_what_is_not_there_yet
// CHECK: mpc.kernel contraction
// CHECK: mpc.kernel contraction
// CHECK: mpc.kernel row_reduction
// CHECK: mpc.kernel column_reduction
func.func @reads_what_is_not_there_yet(%x: tensor<64x4xf32>, %w: tensor<4x8xf32>)
    -> (tensor<64x8xf32>, tensor<8x8xf32>, tensor<8xf32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<64x4xf32>, tensor<4x8xf32>) -> tensor<64x8xf32>
  %1 = mpc.dot_general %w, %w contract [0] x [0] : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<8x8xf32>
  %3 = mpc.reduce max, %1 dims [1] : tensor<8x8xf32> -> tensor<8xf32>
  %4 = mpc.shifted_sum 1, %0, %3 dims [0] : (tensor<64x8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return %0, %1, %4 : tensor<64x8xf32>, tensor<8x8xf32>, tensor<8xf32>
}

// CHECK-LABEL: func.func @reduces_columns
// CHECK: mpc.kernel contraction
// CHECK: mpc.kernel row_reduction
func.func @reduces_columns(%x: tensor<64x4xf32>, %w: tensor<4x8xf32>) -> (tensor<64x8xf32>, tensor<64xf32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<64x4xf32>, tensor<4x8xf32>) -> tensor<64x8xf32>
  %1 = mpc.reduce sum, %0 dims [1] : tensor<64x8xf32> -> tensor<64xf32>
  return %0, %1 : tensor<64x8xf32>, tensor<64xf32>
}

// CHECK-LABEL: func.func @leaves_a_matrix
// CHECK: mpc.kernel pointwise
// CHECK: mpc.kernel column_reduction
func.func @leaves_a_matrix(%x: tensor<64x4x8xf32>) -> (tensor<64x4x8xf32>, tensor<4x8xf32>) {
  %0 = mpc.exp %x : tensor<64x4x8xf32>
  %1 = mpc.reduce sum, %0 dims [0] : tensor<64x4x8xf32> -> tensor<4x8xf32>
  return %0, %1 : tensor<64x4x8xf32>, tensor<4x8xf32>
}

// A product's rows, read as columns: the kernel has them elsewhere.
// CHECK-LABEL: func.func @reads_the_transpose
// CHECK: mpc.kernel contraction
// CHECK: mpc.kernel column_reduction
func.func @reads_the_transpose(%x: tensor<8x4xf32>, %w: tensor<4x8xf32>) -> (tensor<8x8xf32>, tensor<8xf32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<8x4xf32>, tensor<4x8xf32>) -> tensor<8x8xf32>
  %1 = mpc.transpose %0 perm [1, 0] : tensor<8x8xf32> -> tensor<8x8xf32>
  %2 = mpc.reduce sum, %1 dims [0] : tensor<8x8xf32> -> tensor<8xf32>
  return %0, %2 : tensor<8x8xf32>, tensor<8xf32>
}

// The first of equal elements is none that parts know.
// CHECK-LABEL: func.func @wants_the_first
// CHECK: mpc.kernel contraction
// CHECK: mpc.kernel column_reduction
func.func @wants_the_first(%x: tensor<64x4xf32>, %w: tensor<4x8xf32>) -> (tensor<64x8xf32>, tensor<8xi32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<64x4xf32>, tensor<4x8xf32>) -> tensor<64x8xf32>
  %1 = mpc.reduce argmax, %0 dims [0] : tensor<64x8xf32> -> tensor<8xi32>
  return %0, %1 : tensor<64x8xf32>, tensor<8xi32>
}

// What is reduced is needed before it can be read again.
// CHECK-LABEL: func.func @reads_what_it_has_reduced
// CHECK: mpc.kernel row_reduction
// CHECK: mpc.kernel row_reduction
func.func @reads_what_it_has_reduced(%x: tensor<64x4xf32>) -> (tensor<64xf32>, tensor<64xf32>) {
  %0 = mpc.reduce max, %x dims [1] : tensor<64x4xf32> -> tensor<64xf32>
  %1 = mpc.reduce mean, %0 dims [0] : tensor<64xf32> -> tensor<f32>
  %2 = mpc.broadcast %1 dims [] : tensor<f32> -> tensor<64xf32>
  %3 = mpc.sub %0, %2 : tensor<64xf32>
  return %0, %3 : tensor<64xf32>, tensor<64xf32>
}

// The sum of the first would have to be known before the second kernel runs.
// CHECK-LABEL: func.func @trails_nothing_that_trails
// CHECK: mpc.kernel column_reduction
// CHECK: mpc.kernel row_reduction
func.func @trails_nothing_that_trails(%x: tensor<64x8xf32>) -> tensor<f32> {
  %0 = mpc.reduce sum, %x dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  %1 = mpc.reduce sum, %0 dims [0] : tensor<8xf32> -> tensor<f32>
  return %1 : tensor<f32>
}

// No block of no element is the last.
// CHECK-LABEL: func.func @has_no_element
// CHECK: mpc.kernel pointwise
// CHECK: mpc.kernel column_reduction
func.func @has_no_element(%x: tensor<0x8xf32>) -> (tensor<0x8xf32>, tensor<8xf32>) {
  %0 = mpc.exp %x : tensor<0x8xf32>
  %1 = mpc.reduce sum, %0 dims [0] : tensor<0x8xf32> -> tensor<8xf32>
  return %0, %1 : tensor<0x8xf32>, tensor<8xf32>
}
