// RUN: mpc-opt %s -mpc-lower-kernels -verify-diagnostics

func.func @refuses_what_has_no_lowering(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.kernel pointwise "foreign" domain [4] reduced []
      (%a = %x : tensor<4xf32>) -> (tensor<4xf32>) {
    // expected-error @below {{'arith.negf' op has no lowering}}
    %1 = arith.negf %a : tensor<4xf32>
    mpc.yield %1 : tensor<4xf32>
  }
  return %0 : tensor<4xf32>
}
