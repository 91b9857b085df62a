// Softmax over columns, which no kernel holds as a whole.
func.func @train(%x: tensor<16x8xf32> {mpc.input = "x"}, %w: tensor<8x10xf32> {mpc.param = "w"},
                 %v: tensor<10x4xf32> {mpc.param = "v"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<16x8xf32>, tensor<8x10xf32>) -> tensor<16x10xf32>
  %1 = mpc.softmax %0 dim 0 : tensor<16x10xf32>
  %2 = mpc.dot_general %1, %v contract [1] x [0] : (tensor<16x10xf32>, tensor<10x4xf32>) -> tensor<16x4xf32>
  %3 = mpc.tanh %2 : tensor<16x4xf32>
  %loss = mpc.reduce mean, %3 dims [0, 1] : tensor<16x4xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
