// RUN: mpc-opt %s -mpc-form-kernels -split-input-file -verify-diagnostics

func.func @refuses_foreign_ops(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{'arith.negf' op has no place in a kernel; expects ops of a model}}
  %0 = arith.negf %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

// expected-error @below {{'func.func' op expects a body of one block, but got 2}}
func.func @refuses_control_flow(%x: tensor<4xf32>) -> tensor<4xf32> {
  llvm.br ^next
^next:
  return %x : tensor<4xf32>
}
