// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @stands_in_a_kernel(%x: tensor<5xf32>) {
  // expected-error @+1 {{'mpc.algorithm' op expects parent op 'mpc.kernel'}}
  %0 = mpc.algorithm cumsum(%x) parameters [1, 5, 1, 0, 0] : (tensor<5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @the_list_is_closed(%x: tensor<5xf32>) {
  %0 = mpc.kernel algorithm "k" domain [5] reduced [] (%a = %x : tensor<5xf32>) -> (tensor<5xf32>) {
    // expected-error @+2 {{expected ::mpc::Algorithm to be one of: sort, cumsum, add_rows, put_along}}
    // expected-error @+1 {{failed to parse Mpc_AlgorithmAttr parameter 'value'}}
    %1 = mpc.algorithm quicksort(%a) parameters [] : (tensor<5xf32>) -> tensor<5xf32>
    mpc.yield %1 : tensor<5xf32>
  }
  return
}
