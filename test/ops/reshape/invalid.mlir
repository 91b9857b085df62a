// RUN: mpc-opt %s -split-input-file -verify-diagnostics

// expected-note @+1 {{operand is input "images", declared here}}
func.func @c1_equally_many_elements(%x: tensor<64x28x28xf32> {mpc.input = "images"}) {
  // expected-error @+1 {{'mpc.reshape' op expects operand and result to have equally many elements, but got 50176 and 49152}}
  %0 = mpc.reshape %x : tensor<64x28x28xf32> -> tensor<64x768xf32>
  return
}

// -----

func.func @c2_element_types_are_equal(%x: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.reshape' op expects operand and result to agree in element type, but got f32 and f16}}
  %0 = mpc.reshape %x : tensor<4xf32> -> tensor<2x2xf16>
  return
}
