// RUN: mpc-opt %s -mpc-attach-optimizer -split-input-file -verify-diagnostics

// expected-error @below {{parameter "lr" has the name of a state}}
func.func @train(%w: tensor<f32> {mpc.param = "lr"}) -> (tensor<f32> {mpc.gradient = "lr"}) {
  return %w : tensor<f32>
}

// -----

// expected-error @below {{parameter "w" has the name of a state}}
func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}
func.func @eval(%w: tensor<f32> {mpc.state = "w"}) {
  return
}

// -----

// expected-error @below {{parameter "first_moment/w" has the name of an entry of 'first_moment' in checkpoints}}
func.func @train(%w: tensor<f32> {mpc.param = "first_moment/w"}) -> (tensor<f32> {mpc.gradient = "first_moment/w"}) {
  return %w : tensor<f32>
}

// -----

// expected-error @below {{parameter "mpc.state/a/b" has the name of an entry of 'mpc.state' in checkpoints}}
func.func @train(%w: tensor<f32> {mpc.param = "mpc.state/a/b"}) -> (tensor<f32> {mpc.gradient = "mpc.state/a/b"}) {
  return %w : tensor<f32>
}

// -----

// Other slashes mean nothing.
func.func @train(%w: tensor<f32> {mpc.param = "block/0/first_moment"}) -> (tensor<f32> {mpc.gradient = "block/0/first_moment"}) {
  return %w : tensor<f32>
}
