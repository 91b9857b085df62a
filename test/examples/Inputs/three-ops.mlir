// The model of docs/numerics.md.
func.func @train(%x: tensor<8x4xf32> {mpc.input = "x"}, %w: tensor<4x3xf32> {mpc.param = "w"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %y = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x3xf32>) -> tensor<8x3xf32> loc("y")
  %h = mpc.tanh %y : tensor<8x3xf32> loc("h")
  %loss = mpc.reduce mean, %h dims [0, 1] : tensor<8x3xf32> -> tensor<f32> loc("loss")
  return %loss : tensor<f32>
}
