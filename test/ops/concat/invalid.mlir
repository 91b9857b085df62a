// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @c1_has_an_operand(%x: tensor<4x10xf32>) {
  // expected-error @+1 {{expects at least one operand}}
  %0 = "mpc.concat"() <{dim = 0 : i64}> : () -> tensor<4x10xf32>
  return
}

// -----

func.func @c2_dim_is_inside_the_rank(%x: tensor<4x10xf32>, %y: tensor<4x2xf32>, %z: tensor<3x2xf32>, %h: tensor<4x2xf16>) {
  // expected-error @+1 {{expects dim to be inside the rank of operands, but got 2 and rank 2}}
  %0 = mpc.concat %x, %y dim 2 : (tensor<4x10xf32>, tensor<4x2xf32>) -> tensor<4x12xf32>
  return
}

// -----

func.func @c2_other_dimensions_agree(%x: tensor<4x10xf32>, %y: tensor<4x2xf32>, %z: tensor<3x2xf32>, %h: tensor<4x2xf16>) {
  // expected-error @+1 {{expects operands to agree in dimension 0, but got 4 and 3}}
  %0 = mpc.concat %x, %z dim 1 : (tensor<4x10xf32>, tensor<3x2xf32>) -> tensor<4x12xf32>
  return
}

// -----

func.func @c2_has_one_element_type(%x: tensor<4x10xf32>, %y: tensor<4x2xf32>, %z: tensor<3x2xf32>, %h: tensor<4x2xf16>) {
  // expected-error @+1 {{expects the first operand and another to agree in element type, but got f32 and f16}}
  %0 = mpc.concat %x, %h dim 1 : (tensor<4x10xf32>, tensor<4x2xf16>) -> tensor<4x12xf32>
  return
}

// -----

func.func @the_result_has_all_elements(%x: tensor<4x10xf32>, %y: tensor<4x2xf32>, %z: tensor<3x2xf32>, %h: tensor<4x2xf16>) {
  // expected-error @+1 {{expects result to be tensor<4x12xf32>, but got tensor<4x11xf32>}}
  %0 = mpc.concat %x, %y dim 1 : (tensor<4x10xf32>, tensor<4x2xf32>) -> tensor<4x11xf32>
  return
}
