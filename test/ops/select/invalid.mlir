// RUN: mpc-opt %s -split-input-file -verify-diagnostics

// expected-note @+1 {{prior use here}}
func.func @c1_predicate_of_another_shape(%p: tensor<i1>, %x: tensor<4xf32>) {
  // expected-error @+1 {{expects different type than prior uses: 'tensor<4xi1>' vs 'tensor<i1>'}}
  %0 = mpc.select %p, %x, %x : tensor<4xf32>
  return
}

// -----

func.func @c1_arms_of_two_types(%p: tensor<4xi1>, %x: tensor<4xf32>, %y: tensor<4xf16>) {
  // expected-error @+1 {{failed to verify that all of {on_true, on_false, result} have same type}}
  %0 = "mpc.select"(%p, %x, %y) : (tensor<4xi1>, tensor<4xf32>, tensor<4xf16>) -> tensor<4xf32>
  return
}
