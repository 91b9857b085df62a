// RUN: mpc-opt %s -mpc-simplify-casts=casts=fused | FileCheck %s
// RUN: mpc-opt %s -mpc-simplify-casts=casts=strict | FileCheck %s

// Widening is exact: rounding to where a value came from gives it back.
// CHECK-LABEL: func.func @up_then_down
// CHECK-SAME: %[[A:[^:]*]]: tensor<4x4xf16>
// CHECK-NEXT: mpc.dot_general %[[A]], %[[A]]
func.func @up_then_down(%a: tensor<4x4xf16>) -> tensor<4x4xf32> {
  %0 = mpc.cast %a to f32 : tensor<4x4xf16> -> tensor<4x4xf32>
  %1 = mpc.cast %0 to f16 : tensor<4x4xf32> -> tensor<4x4xf16>
  %y = mpc.dot_general %1, %1 contract [1] x [0] : (tensor<4x4xf16>, tensor<4x4xf16>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// f16 has no more than tf32's 10 bits of fraction, but bf16 is not f16.
// CHECK-LABEL: func.func @up_then_down_to_another_format
// CHECK-COUNT-2: = mpc.cast %
// CHECK-NOT: = mpc.cast %
func.func @up_then_down_to_another_format(%a: tensor<4x4xf16>) -> tensor<4x4xf32> {
  %0 = mpc.cast %a to f32 : tensor<4x4xf16> -> tensor<4x4xf32>
  %1 = mpc.cast %0 to bf16 : tensor<4x4xf32> -> tensor<4x4xbf16>
  %y = mpc.dot_general %1, %1 contract [1] x [0] : (tensor<4x4xbf16>, tensor<4x4xbf16>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @to_the_format_that_it_has
// CHECK-NOT: = mpc.cast %
func.func @to_the_format_that_it_has(%a: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.cast %a to f32 : tensor<4xf32> -> tensor<4xf32>
  %y = mpc.neg %0 : tensor<4xf32>
  return %y : tensor<4xf32>
}

// 0.1 is 0.09997559 in f16.
// CHECK-LABEL: func.func @splat_constants_fold
// CHECK: mpc.constant dense<9.997550e-02> : tensor<4x4xf16>
// CHECK-NOT: = mpc.cast %
func.func @splat_constants_fold() -> tensor<4x4xf32> {
  %c = mpc.constant dense<0.1> : tensor<4x4xf32>
  %0 = mpc.cast %c to f16 : tensor<4x4xf32> -> tensor<4x4xf16>
  %y = mpc.dot_general %0, %0 contract [1] x [0] : (tensor<4x4xf16>, tensor<4x4xf16>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @what_nobody_reads_goes
// CHECK-NOT: = mpc.cast %
func.func @what_nobody_reads_goes(%a: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.cast %a to f16 : tensor<4xf32> -> tensor<4xf16>
  %1 = mpc.cast %0 to f32 : tensor<4xf16> -> tensor<4xf32>
  %y = mpc.neg %a : tensor<4xf32>
  return %y : tensor<4xf32>
}

// The model's own conversions are its meaning, in every mode.
// CHECK-LABEL: func.func @conversions_of_the_model_stay
// CHECK-COUNT-2: mpc.convert
func.func @conversions_of_the_model_stay(%a: tensor<4xf32>) -> tensor<4xf32> {
  %x = mpc.exp %a : tensor<4xf32>
  %0 = mpc.convert %x : tensor<4xf32> to tensor<4xf16>
  %1 = mpc.convert %0 : tensor<4xf16> to tensor<4xf32>
  return %1 : tensor<4xf32>
}
