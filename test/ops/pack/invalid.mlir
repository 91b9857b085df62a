// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @arena_has_rows_of_256_elements(%a: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.pack' op expects an arena to be a tensor of rows of 256 elements, but got tensor<256xf32>}}
  %0 = mpc.pack %a rows [0] : (tensor<4xf32>) -> tensor<256xf32>
  return
}

// -----

func.func @c1_one_row_per_segment(%a: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.pack' op expects one row per segment, but got 2 and 1}}
  %0 = mpc.pack %a rows [0, 1] : (tensor<4xf32>) -> tensor<4x256xf32>
  return
}

// -----

func.func @c1_segments_are_disjoint(%a: tensor<257xf32>, %b: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.pack' op expects segments to be ascending and disjoint, but got row 1 before row 2}}
  %0 = mpc.pack %a, %b rows [0, 1] : (tensor<257xf32>, tensor<4xf32>) -> tensor<4x256xf32>
  return
}

// -----

func.func @c1_segments_are_inside(%a: tensor<257xf32>) {
  // expected-error @+1 {{'mpc.pack' op expects the segment to lie inside the arena, but got 2 rows from row 3 of 4}}
  %0 = mpc.pack %a rows [3] : (tensor<257xf32>) -> tensor<4x256xf32>
  return
}

// -----

func.func @c2_element_types_are_equal(%a: tensor<4xf32>, %b: tensor<4xf16>) {
  // expected-error @+1 {{'mpc.pack' op expects arena and segment to agree in element type, but got f32 and f16}}
  %0 = mpc.pack %a, %b rows [0, 1] : (tensor<4xf32>, tensor<4xf16>) -> tensor<4x256xf32>
  return
}
