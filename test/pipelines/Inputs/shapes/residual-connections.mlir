// What goes around a layer joins it again.
func.func @train(%x: tensor<16x8xf32> {mpc.input = "x"}, %w: tensor<8x8xf32> {mpc.param = "w"},
                 %b: tensor<8xf32> {mpc.param = "b"}, %v: tensor<8x8xf32> {mpc.param = "v"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<16x8xf32>, tensor<8x8xf32>) -> tensor<16x8xf32>
  %1 = mpc.broadcast %b dims [1] : tensor<8xf32> -> tensor<16x8xf32>
  %2 = mpc.add %0, %1 : tensor<16x8xf32>
  %3 = mpc.relu %2 : tensor<16x8xf32>
  %4 = mpc.add %3, %x : tensor<16x8xf32>
  %5 = mpc.dot_general %4, %v contract [1] x [0] : (tensor<16x8xf32>, tensor<8x8xf32>) -> tensor<16x8xf32>
  %6 = mpc.logistic %5 : tensor<16x8xf32>
  %7 = mpc.add %6, %4 : tensor<16x8xf32>
  %8 = mpc.exp %7 : tensor<16x8xf32>
  %loss = mpc.reduce mean, %8 dims [0, 1] : tensor<16x8xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
