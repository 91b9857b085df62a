// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=sgd:no_decay=*.bais -verify-diagnostics -o /dev/null

// expected-warning @below {{no parameter has a name like '*.bais', which should not decay}}
module {
  func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32>, tensor<f32> {mpc.gradient = "w"}) {
    return %w, %w : tensor<f32>, tensor<f32>
  }
}
