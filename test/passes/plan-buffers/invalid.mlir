// RUN: mpc-opt %s -mpc-form-kernels -mpc-lower-kernels -mpc-plan-buffers -split-input-file -verify-diagnostics

// expected-error @below {{'func.func' op expects argument 0 to be an mpc.input or an mpc.state}}
func.func @refuses_arguments_without_role(%x: tensor<4xf32>) -> (tensor<4xf32> {mpc.result = "y"}) {
  return %x : tensor<4xf32>
}

// -----

// expected-error @below {{'func.func' op expects result 0 to have either mpc.result or mpc.updates}}
func.func @refuses_results_without_role(%x: tensor<4xf32> {mpc.input = "x"}) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

// -----

func.func @a(%s: tensor<4xf32> {mpc.state = "s"}) -> (tensor<4xf32> {mpc.result = "y"}) {
  return %s : tensor<4xf32>
}
// expected-error @below {{'func.func' op expects state "s" to have one type, but got 'tensor<4xf32>' and 'tensor<2xf32>'}}
func.func @refuses_states_of_two_types(%s: tensor<2xf32> {mpc.state = "s"}) -> (tensor<2xf32> {mpc.result = "y"}) {
  return %s : tensor<2xf32>
}

// -----

func.func @refuses_to_hand_out_gaps(%x: tensor<4xf32> {mpc.input = "x"}) -> (tensor<1x256xf32> {mpc.result = "y"}) {
  // expected-error @below {{'mpc.pack' op expects segments without gaps in an arena that the caller receives}}
  %0 = mpc.pack %x rows [0] : (tensor<4xf32>) -> tensor<1x256xf32>
  return %0 : tensor<1x256xf32>
}
