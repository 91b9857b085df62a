// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @belongs_to_a_kernel() {
  // expected-error @+1 {{'mpc.yield' op expects parent op 'mpc.kernel'}}
  mpc.yield
}

// -----

// The kernel's type cannot match it either, and is checked first.
func.func @gives_tensors() {
  // expected-error @+1 {{'mpc.kernel' op expects result 0 to agree in shape and element width, but got tensor<f32> and f32}}
  %0 = mpc.kernel pointwise "k" domain [] reduced [] () -> (tensor<f32>) {
    %c = arith.constant 1.0 : f32
    "mpc.yield"(%c) : (f32) -> ()
  }
  return
}
