// RUN: mpc-opt %s -mpc-attach-optimizer -split-input-file -verify-diagnostics

// expected-error @below {{expects a function with 'mpc.gradient' results; mpc-differentiate makes one}}
module {
  func.func @predict(%w: tensor<f32> {mpc.param = "w"}) {
    return
  }
}

// -----

func.func @a(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}
// expected-error @below {{expects one function with 'mpc.gradient' results, but got 'a' and 'b'}}
func.func @b(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}

// -----

// expected-error @below {{expects gradient "v" to belong to a parameter of type 'tensor<f32>' of 'train'}}
func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.gradient = "v"}) {
  return %w : tensor<f32>
}

// -----

// expected-note @below {{declared here}}
func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}
// expected-error @below {{expects parameter "w" to have one type, but got tensor<2xf32> and tensor<f32>}}
func.func @predict(%w: tensor<2xf32> {mpc.param = "w"}) {
  return
}

// -----

// expected-note @below {{declared here}}
func.func @train(%w: tensor<f32> {mpc.param = "w", mpc.init = #mpc.init<ones>}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}
// expected-error @below {{expects parameter "w" to have one initialiser, but got #mpc.init<zeros> and #mpc.init<ones>}}
func.func @predict(%w: tensor<f32> {mpc.param = "w", mpc.init = #mpc.init<zeros>}) {
  return
}

// -----

// expected-error @below {{parameter "w" is declared twice in 'train'}}
func.func @train(%w: tensor<f32> {mpc.param = "w"}, %v: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}

// -----

// expected-error @below {{expects all parameters to have one element type, but got 'f64' and 'f32'}}
func.func @train(%w: tensor<f32> {mpc.param = "w"}, %v: tensor<f64> {mpc.param = "v"}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}

// -----

// expected-error @below {{expects parameter "w" to be a statically shaped tensor of f32 or f64, but got 'tensor<f16>'}}
func.func @train(%w: tensor<f16> {mpc.param = "w"}) -> (tensor<f16> {mpc.gradient = "w"}) {
  return %w : tensor<f16>
}

// -----

func.func @train(
    %w: tensor<f32> {mpc.param = "w"},
    %a: tensor<200000x1000000xf32> {mpc.param = "a"},
    // expected-error @below {{expects all parameters together to have at most 1099511627776 bytes, but "b" exceeds that}}
    %b: tensor<200000x1000000xf32> {mpc.param = "b"}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}

// -----

// expected-error @below {{state "lr" of 'train' has the name of a state that mpc makes}}
func.func @train(%w: tensor<f32> {mpc.param = "w"}, %lr: tensor<f32> {mpc.state = "lr"}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}

// -----

func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}
// expected-error @below {{function 'update' has the name of a function that mpc makes}}
func.func @update() {
  return
}

// -----

func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}
func.func @twice(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
  // expected-error @below {{expects function 'train' not to be called, since it has parameters}}
  %0 = call @train(%w) : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}

// -----

func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.gradient = "w"}) {
  return %w : tensor<f32>
}
// expected-error @below {{expects function 'predict' to have a body}}
func.func private @predict(tensor<f32> {mpc.param = "w"})
