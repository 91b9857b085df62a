// Nothing is low here, but for what the user asks.
func.func @train(%x: tensor<16x8xf32> {mpc.input = "x"}, %w: tensor<8xf32> {mpc.param = "w"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.broadcast %w dims [1] : tensor<8xf32> -> tensor<16x8xf32>
  %1 = mpc.mul %x, %0 : tensor<16x8xf32>
  %2 = mpc.exp %1 {mpc.keep = "f16"} : tensor<16x8xf32>
  %3 = mpc.reduce sum, %2 dims [0] : tensor<16x8xf32> -> tensor<8xf32>
  %4 = mpc.log %3 : tensor<8xf32>
  %5 = mpc.broadcast %4 dims [1] : tensor<8xf32> -> tensor<16x8xf32>
  %6 = mpc.div %2, %5 : tensor<16x8xf32>
  %loss = mpc.reduce mean, %6 dims [0, 1] : tensor<16x8xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
