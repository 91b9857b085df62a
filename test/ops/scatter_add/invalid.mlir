// RUN: mpc-opt %s -split-input-file -verify-diagnostics

// expected-note @+1 {{operand is input "x", declared here}}
func.func @c1_a_scalar_has_no_rows(%x: tensor<f32> {mpc.input = "x"}, %i: tensor<3xi32>, %u: tensor<3xf32>) {
  // expected-error @+1 {{'mpc.scatter_add' op expects the operand to have a first dimension, but got tensor<f32>}}
  %0 = mpc.scatter_add %x, %i, %u : tensor<f32>, tensor<3xi32>, tensor<3xf32>
  return
}

// -----

func.func @c2_indices_are_a_list(%x: tensor<10x4xf32>,
    // expected-note @+1 {{indices is input "i", declared here}}
    %i: tensor<3x1xi32> {mpc.input = "i"}, %u: tensor<3x4xf32>) {
  // expected-error @+1 {{'mpc.scatter_add' op expects indices to have one dimension, but got tensor<3x1xi32>}}
  %0 = mpc.scatter_add %x, %i, %u : tensor<10x4xf32>, tensor<3x1xi32>, tensor<3x4xf32>
  return
}

// -----

func.func @c2_one_update_per_index(%x: tensor<10x4xf32>, %i: tensor<3xi32>,
    // expected-note @+1 {{updates is input "u", declared here}}
    %u: tensor<2x4xf32> {mpc.input = "u"}) {
  // expected-error @+1 {{'mpc.scatter_add' op expects updates to have the shape of tensor<3x4xf32>, but got tensor<2x4xf32>}}
  %0 = mpc.scatter_add %x, %i, %u : tensor<10x4xf32>, tensor<3xi32>, tensor<2x4xf32>
  return
}

// -----

func.func @c3_elements_are_of_one_type(%x: tensor<10x4xf32>, %i: tensor<3xi32>, %u: tensor<3x4xf16>) {
  // expected-error @+1 {{'mpc.scatter_add' op expects operand and updates to agree in element type, but got f32 and f16}}
  %0 = mpc.scatter_add %x, %i, %u : tensor<10x4xf32>, tensor<3xi32>, tensor<3x4xf16>
  return
}

// -----

func.func @indices_are_signed(%x: tensor<10xf32>, %i: tensor<3xui8>, %u: tensor<3xf32>) {
  // expected-error @+1 {{operand #1 must be statically shaped tensor of i32 or i64, but got 'tensor<3xui8>'}}
  %0 = mpc.scatter_add %x, %i, %u : tensor<10xf32>, tensor<3xui8>, tensor<3xf32>
  return
}
