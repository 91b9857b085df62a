// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @refuses_an_unknown_comparison(%x: tensor<4xf32>) {
  // expected-error @+2 {{to be one of: eq, ne, lt, le, gt, ge}}
  // expected-error @+1 {{failed to parse}}
  %0 = mpc.compare approx, %x, %x : tensor<4xf32>
  return
}

// -----

func.func @c1_operands_of_two_types(%x: tensor<4xf32>, %y: tensor<5xf32>) {
  // expected-error @+1 {{requires the same shape for all operands and results}}
  %0 = "mpc.compare"(%x, %y) <{comparison = #mpc<comparison lt>}> : (tensor<4xf32>, tensor<5xf32>) -> tensor<4xi1>
  return
}

// -----

func.func @c1_result_of_another_shape(%x: tensor<4xf32>) {
  // expected-error @+1 {{failed to verify that result is the predicate of the operand's shape}}
  %0 = "mpc.compare"(%x, %x) <{comparison = #mpc<comparison lt>}> : (tensor<4xf32>, tensor<4xf32>) -> tensor<5xi1>
  return
}
