// RUN: mpc-opt %s -split-input-file -verify-diagnostics

// expected-error @+1 {{unknown attribute 'mpc.parameter' on an argument, expects one of mpc.param, mpc.input, mpc.state and mpc.init}}
func.func @role_of_an_argument_is_known(%x: tensor<4xf32> {mpc.parameter = "w"}) {
  return
}

// -----

// expected-error @+1 {{unknown attribute 'mpc.input' on a result, expects one of mpc.result, mpc.updates, mpc.gradient}}
func.func private @role_of_a_result_is_known() -> (tensor<4xf32> {mpc.input = "x"})

// -----

// expected-error @+1 {{expects 'mpc.param' to be a name, but got 1 : i64}}
func.func @names_are_text(%x: tensor<4xf32> {mpc.param = 1}) {
  return
}

// -----

// expected-error @+1 {{expects 'mpc.result' to be a name, but got ""}}
func.func private @names_are_not_empty() -> (tensor<4xf32> {mpc.result = ""})

// -----

// expected-error @+1 {{expects 'mpc.input' on a statically shaped tensor, but got 'tensor<?xf32>'}}
func.func @shapes_are_static(%x: tensor<?xf32> {mpc.input = "x"}) {
  return
}

// -----

// expected-error @+1 {{expects 'mpc.gradient' on a statically shaped tensor, but got 'f32'}}
func.func private @values_are_tensors() -> (f32 {mpc.gradient = "w"})

// -----

// expected-error @+1 {{expects tensors of at most 2^40 bytes, but got 'tensor<1099511627777xui8>'}}
func.func @tensors_have_at_most_2_to_the_40_bytes(%x: tensor<1099511627777xui8> {mpc.input = "x"}) {
  return
}
