// RUN: mpc-opt %s -mpc-prepare-model -split-input-file -verify-diagnostics

func.func @train(%x: tensor<4xf32> {mpc.input = "x"},
                 // expected-error @+1 {{state "seed" of 'train' has the name of a state that mpc makes}}
                 %s: tensor<4xf32> {mpc.state = "seed"}) -> (tensor<4xf32> {mpc.result = "y"}) {
  %0 = mpc.dropout %x rate 0.5 : tensor<4xf32>
  return %0 : tensor<4xf32>
}
