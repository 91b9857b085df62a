func.func @train(%w: tensor<2xf32> {mpc.param = "w"}, %s: tensor<f32> {mpc.state = "s"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<f32> {mpc.updates = "s"}) {
  %loss = mpc.reduce sum, %w dims [0] : tensor<2xf32> -> tensor<f32>
  %new = mpc.add %s, %loss : tensor<f32>
  return %loss, %new : tensor<f32>, tensor<f32>
}
