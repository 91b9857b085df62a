// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @arena_has_rows_of_256_elements(%arena: tensor<4x128xf32>) {
  // expected-error @+1 {{'mpc.segment' op expects an arena to be a tensor of rows of 256 elements, but got tensor<4x128xf32>}}
  %0 = mpc.segment %arena[0] : tensor<4x128xf32> -> tensor<4xf32>
  return
}

// -----

func.func @c1_ends_inside(%arena: tensor<4x256xf32>) {
  // expected-error @+1 {{'mpc.segment' op expects the segment to lie inside the arena, but got 2 rows from row 3 of 4}}
  %0 = mpc.segment %arena[3] : tensor<4x256xf32> -> tensor<257xf32>
  return
}

// -----

func.func @c1_starts_inside(%arena: tensor<4x256xf32>) {
  // expected-error @+1 {{'mpc.segment' op expects the segment to lie inside the arena, but got 1 rows from row -1 of 4}}
  %0 = mpc.segment %arena[-1] : tensor<4x256xf32> -> tensor<4xf32>
  return
}

// -----

func.func @c2_element_types_are_equal(%arena: tensor<4x256xf32>) {
  // expected-error @+1 {{'mpc.segment' op expects arena and segment to agree in element type, but got f32 and f16}}
  %0 = mpc.segment %arena[0] : tensor<4x256xf32> -> tensor<4xf16>
  return
}
