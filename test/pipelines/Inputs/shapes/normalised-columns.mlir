// Batch norm: statistics over columns.
func.func @train(%x: tensor<16x8xf32> {mpc.input = "x"}, %w: tensor<8x12xf32> {mpc.param = "w"},
                 %v: tensor<12x4xf32> {mpc.param = "v"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<16x8xf32>, tensor<8x12xf32>) -> tensor<16x12xf32>
  %1 = mpc.reduce mean, %0 dims [0] : tensor<16x12xf32> -> tensor<12xf32>
  %2 = mpc.broadcast %1 dims [1] : tensor<12xf32> -> tensor<16x12xf32>
  %3 = mpc.sub %0, %2 : tensor<16x12xf32>
  %4 = mpc.mul %3, %3 : tensor<16x12xf32>
  %5 = mpc.reduce mean, %4 dims [0] : tensor<16x12xf32> -> tensor<12xf32>
  %epsilon = mpc.constant dense<1.0e-5> : tensor<12xf32>
  %6 = mpc.add %5, %epsilon : tensor<12xf32>
  %7 = mpc.rsqrt %6 : tensor<12xf32>
  %8 = mpc.broadcast %7 dims [1] : tensor<12xf32> -> tensor<16x12xf32>
  %9 = mpc.mul %3, %8 : tensor<16x12xf32>
  %10 = mpc.relu %9 : tensor<16x12xf32>
  %11 = mpc.dot_general %10, %v contract [1] x [0] : (tensor<16x12xf32>, tensor<12x4xf32>) -> tensor<16x4xf32>
  %12 = mpc.mul %11, %11 : tensor<16x4xf32>
  %loss = mpc.reduce mean, %12 dims [0, 1] : tensor<16x4xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
