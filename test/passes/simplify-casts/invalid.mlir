// RUN: mpc-opt %s -mpc-simplify-casts -split-input-file -verify-diagnostics
// RUN: not mpc-opt %s -mpc-simplify-casts=casts=exact -split-input-file 2>&1 | FileCheck %s
// CHECK: error: unknown mode of casts 'exact', expects fused or strict

func.func @without_casts_there_is_nothing_to_do(%x: tensor<4xf32>) -> tensor<4xf32> {
  llvm.br ^next
^next:
  return %x : tensor<4xf32>
}

// -----

// expected-error @below {{'func.func' op expects a body of one block, but got 2}}
func.func @refuses_control_flow(%x: tensor<4xf32>) -> tensor<4xf16> {
  %0 = mpc.cast %x to f16 : tensor<4xf32> -> tensor<4xf16>
  llvm.br ^next
^next:
  return %0 : tensor<4xf16>
}

// -----

func.func @refuses_foreign_ops(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.cast %x to f16 : tensor<4xf32> -> tensor<4xf16>
  %1 = mpc.cast %0 to f32 : tensor<4xf16> -> tensor<4xf32>
  // expected-error @below {{'arith.negf' op has no place in a kernel; expects ops of a model}}
  %2 = arith.negf %1 : tensor<4xf32>
  return %2 : tensor<4xf32>
}
