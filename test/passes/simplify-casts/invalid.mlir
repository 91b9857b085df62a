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
