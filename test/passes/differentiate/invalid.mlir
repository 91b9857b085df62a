// RUN: mpc-opt %s -mpc-differentiate -split-input-file -verify-diagnostics

// expected-error @below {{expects a function 'train' to differentiate, but got 'eval', 'predict'}}
module {
  func.func @eval(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
    return %w : tensor<f32>
  }
  func.func @predict() {
    return
  }
}

// -----

// expected-error @below {{expects function 'train' to have a parameter, an argument with 'mpc.param'}}
func.func @train(%x: tensor<f32> {mpc.input = "x"}) -> tensor<f32> {
  return %x : tensor<f32>
}

// -----

// expected-error @below {{expects function 'train' to have a body}}
func.func private @train(tensor<f32> {mpc.param = "w"}) -> tensor<f32>

// -----

// expected-error @below {{expects the first result of 'train' to be a scalar loss like tensor<f32>, but got 'tensor<4xf32>'}}
func.func @train(%w: tensor<4xf32> {mpc.param = "w"}) -> tensor<4xf32> {
  return %w : tensor<4xf32>
}

// -----

// expected-error @below {{scalar loss like tensor<f32>, but got 'tensor<i32>'}}
func.func @train(%w: tensor<i32> {mpc.input = "w"}) -> tensor<i32> {
  return %w : tensor<i32>
}

// -----

// expected-error @below {{expects the first result of 'train' to be a scalar loss like tensor<f32>}}
func.func @train(%w: tensor<f32> {mpc.param = "w"}) {
  return
}

// -----

func.func @train(
    // expected-error @below {{expects parameter "w" to be a statically shaped tensor of floats, but got 'tensor<i32>'}}
    %w: tensor<i32> {mpc.param = "w"}, %x: tensor<f32> {mpc.input = "x"}) -> tensor<f32> {
  return %x : tensor<f32>
}

// -----

// expected-error @below {{function 'train' is differentiated already}}
func.func @train(%w: tensor<f32> {mpc.param = "w"})
    -> (tensor<f32>, tensor<f32> {mpc.gradient = "w"}) {
  return %w, %w : tensor<f32>, tensor<f32>
}

// -----

// expected-error @below {{expects function 'train' to have one block, but got 2}}
func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
  llvm.br ^bb1
^bb1:
  return %w : tensor<f32>
}

// -----

func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
  return %w : tensor<f32>
}
func.func @twice(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
  // expected-error @below {{expects function 'train' not to be called, since it is differentiated}}
  %loss = call @train(%w) : (tensor<f32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

func.func private @helper(tensor<f32>) -> tensor<f32>
func.func @train(
    // expected-note @below {{parameter declared here}}
    %w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
  // expected-error @below {{'func.call' op has no derivative, but the loss depends on parameter "w" through it}}
  %loss = call @helper(%w) : (tensor<f32>) -> tensor<f32>
  return %loss : tensor<f32>
}
