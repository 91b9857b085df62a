// RUN: mpc-opt %s -split-input-file -verify-diagnostics

// expected-error @+1 {{expects an initialiser among zeros, ones, uniform, normal, xavier_uniform, xavier_normal, kaiming_uniform, kaiming_normal, but got 'orthogonal'}}
func.func private @scheme_is_known(%x: tensor<4xf32> {mpc.param = "w", mpc.init = #mpc.init<orthogonal>})

// -----

// expected-error @+1 {{expects low <= high in 'uniform', but got 1.000000e+00 and 5.000000e-01}}
func.func private @bounds_ascend(%x: tensor<4xf32> {mpc.param = "w", mpc.init = #mpc.init<uniform(1.0, 0.5)>})

// -----

// expected-error @+1 {{expects std >= 0 in 'normal', but got -1.000000e+00}}
func.func private @deviation_is_positive(%x: tensor<4xf32> {mpc.param = "w", mpc.init = #mpc.init<normal(0.0, -1.0)>})

// -----

// expected-error @+1 {{expects finite numbers in 'normal'}}
func.func private @numbers_are_finite(%x: tensor<4xf32> {mpc.param = "w", mpc.init = #mpc.init<normal(0.0, 0x7FF0000000000000)>})

// -----

// expected-error @+1 {{expected '('}}
func.func private @normal_has_numbers(%x: tensor<4xf32> {mpc.param = "w", mpc.init = #mpc.init<normal>})

// -----

// expected-error @+1 {{expected '>'}}
func.func private @zeros_has_none(%x: tensor<4xf32> {mpc.param = "w", mpc.init = #mpc.init<zeros(0.0, 1.0)>})

// -----

// expected-error @+1 {{expects 'mpc.init' to be #mpc.init<...>, but got "zeros"}}
func.func private @is_no_text(%x: tensor<4xf32> {mpc.param = "w", mpc.init = "zeros"})

// -----

// expected-error @+1 {{expects 'mpc.init' on a parameter or state only}}
func.func private @inputs_are_given(%x: tensor<4xf32> {mpc.input = "x", mpc.init = #mpc.init<zeros>})

// -----

// expected-error @+1 {{expects 'mpc.init' on float elements, but got 'tensor<4xi32>'}}
func.func private @elements_are_floats(%x: tensor<4xi32> {mpc.state = "count", mpc.init = #mpc.init<zeros>})
