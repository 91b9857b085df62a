// One parameter, read by products in two ways and by an op that wants f32.
func.func @train(%x: tensor<16x8xf32> {mpc.input = "x"}, %w: tensor<8x12xf32> {mpc.param = "w"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<16x8xf32>, tensor<8x12xf32>) -> tensor<16x12xf32>
  %1 = mpc.tanh %0 : tensor<16x12xf32>
  %2 = mpc.dot_general %1, %w contract [1] x [1] : (tensor<16x12xf32>, tensor<8x12xf32>) -> tensor<16x8xf32>
  %3 = mpc.sub %2, %x : tensor<16x8xf32>
  %4 = mpc.mul %3, %3 : tensor<16x8xf32>
  %5 = mpc.reduce mean, %4 dims [0, 1] : tensor<16x8xf32> -> tensor<f32>
  %6 = mpc.abs %w : tensor<8x12xf32>
  %7 = mpc.reduce mean, %6 dims [0, 1] : tensor<8x12xf32> -> tensor<f32>
  %loss = mpc.add %5, %7 : tensor<f32>
  return %loss : tensor<f32>
}
