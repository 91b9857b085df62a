// RUN: mpc-opt %s -split-input-file -verify-diagnostics -mpc-differentiate=seed=true -mpc-attach-optimizer=optimizer=sgd -mpc-scale-loss

// expected-error @below {{state "skipped" of 'train' has the name of a state that mpc makes}}
func.func @train(%w: tensor<f32> {mpc.param = "w"}, %s: tensor<i64> {mpc.state = "skipped"}) -> (tensor<f32> {mpc.result = "loss"}) {
  return %w : tensor<f32>
}

// -----

// expected-error @below {{state "s.new" of 'train' has the name of a state that mpc makes}}
func.func @train(%w: tensor<f32> {mpc.param = "w"}, %s: tensor<f32> {mpc.state = "s"}, %n: tensor<f32> {mpc.state = "s.new"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<f32> {mpc.updates = "s"}) {
  return %w, %w : tensor<f32>, tensor<f32>
}

// -----

// expected-error @below {{parameter "loss_scale" has the name of a state}}
func.func @train(%w: tensor<f32> {mpc.param = "loss_scale"}) -> (tensor<f32> {mpc.result = "loss"}) {
  return %w : tensor<f32>
}
