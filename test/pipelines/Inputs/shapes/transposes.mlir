// Parameters and activations are read transposed and under another shape.
func.func @train(%x: tensor<4x2x8xf32> {mpc.input = "x"}, %w: tensor<12x8xf32> {mpc.param = "w"},
                 %v: tensor<8x6xf32> {mpc.param = "v"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.reshape %x : tensor<4x2x8xf32> -> tensor<8x8xf32>
  %1 = mpc.transpose %w perm [1, 0] : tensor<12x8xf32> -> tensor<8x12xf32>
  %2 = mpc.dot_general %0, %1 contract [1] x [0] : (tensor<8x8xf32>, tensor<8x12xf32>) -> tensor<8x12xf32>
  %3 = mpc.tanh %2 : tensor<8x12xf32>
  %4 = mpc.transpose %3 perm [1, 0] : tensor<8x12xf32> -> tensor<12x8xf32>
  %5 = mpc.dot_general %4, %v contract [1] x [0] : (tensor<12x8xf32>, tensor<8x6xf32>) -> tensor<12x6xf32>
  %6 = mpc.reshape %5 : tensor<12x6xf32> -> tensor<72xf32>
  %7 = mpc.tanh %6 : tensor<72xf32>
  %loss = mpc.reduce mean, %7 dims [0] : tensor<72xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
