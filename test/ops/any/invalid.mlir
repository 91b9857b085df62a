// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @takes_flags_only(%a: tensor<i1>, %b: tensor<4xi1>) {
  // expected-error @+1 {{'mpc.any' op operand #1 must be variadic of tensor<i1>, but got 'tensor<4xi1>'}}
  %0 = "mpc.any"(%a, %b) : (tensor<i1>, tensor<4xi1>) -> tensor<i1>
  return
}
