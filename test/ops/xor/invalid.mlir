// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @refuses_other_elements(%x: tensor<4xf32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of i1, ui8, i32 or i64, but got 'tensor<4xf32>'}}
  %0 = mpc.xor %x, %x : tensor<4xf32>
  return
}

// -----

func.func @c1_result_of_another_shape(%x: tensor<4xi32>) {
  // expected-error @+1 {{requires the same shape for all operands and results}}
  %0 = "mpc.xor"(%x, %x) : (tensor<4xi32>, tensor<4xi32>) -> tensor<5xi32>
  return
}
