func.func @train(%x: tensor<4x3xf32> {mpc.input = "x"}, %w: tensor<3x2xf32> {mpc.param = "w"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %y = mpc.dot_general %x, %w contract [1] x [0] : (tensor<4x3xf32>, tensor<3x2xf32>) -> tensor<4x2xf32> loc("fc1")
  %loss = mpc.reduce mean, %y dims [0, 1] : tensor<4x2xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
