// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @refuses_vectors() {
  // expected-error @+1 {{result #0 must be statically shaped tensor of i1, ui8, i32, i64, f16, bf16, f32 or f64, but got 'vector<4xf32>'}}
  %0 = mpc.constant dense<0.5> : vector<4xf32>
  return
}

// -----

func.func @refuses_sparse_elements() {
  // expected-error @+1 {{failed to satisfy constraint: dense elements}}
  %0 = mpc.constant sparse<[[0]], [1.0]> : tensor<4xf32>
  return
}

// -----

func.func @refuses_elements_outside_the_text() {
  // expected-error @+1 {{failed to satisfy constraint: dense elements}}
  %0 = mpc.constant dense_resource<weights> : tensor<4xf32>
  return
}
