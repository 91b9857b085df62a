// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_result_is_stored_in_the_format(%x: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.cast' op expects elements f16 for format f16, but got bf16}}
  %0 = mpc.cast %x to f16 : tensor<4xf32> -> tensor<4xbf16>
  return
}

// -----

func.func @c1_tf32_is_stored_as_f32(%x: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.cast' op expects elements f32 for format tf32, but got f16}}
  %0 = mpc.cast %x to tf32 : tensor<4xf32> -> tensor<4xf16>
  return
}

// -----

func.func @c1_never_between_16_bit_formats(%x: tensor<4xbf16>) {
  // expected-error @+1 {{'mpc.cast' op expects operand or result to have elements f32, but got bf16 and f16}}
  %0 = mpc.cast %x to f16 : tensor<4xbf16> -> tensor<4xf16>
  return
}

// -----

func.func @keeps_the_shape(%x: tensor<4xf32>) {
  // expected-error @+1 {{requires the same shape for all operands and results}}
  %0 = mpc.cast %x to f16 : tensor<4xf32> -> tensor<5xf16>
  return
}
