// RUN: mpc-opt %s -mpc-insert-casts -split-input-file -verify-diagnostics

func.func @train(%p: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"}) -> tensor<4x4xf32> {
  %w = mpc.segment %p[0] : tensor<1x256xf32> -> tensor<4x4xf32>
  %x = mpc.dot_general %w, %w contract [1] x [0] {mpc.precision = #mpc.precision<f32, [f16, f16], "rule", "reason">}
      : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %x : tensor<4x4xf32>
}
// expected-error @below {{function 'refresh' has the name of a function that mpc makes}}
func.func @refresh() {
  return
}

// -----

// Without a copy the name is free.
func.func @refresh() {
  return
}
