// Softmax over rows, read by a product: attention without masks.
func.func @train(%x: tensor<16x8xf32> {mpc.input = "x"},
                 %q: tensor<8x8xf32> {mpc.param = "q"}, %k: tensor<8x8xf32> {mpc.param = "k"},
                 %v: tensor<8x8xf32> {mpc.param = "v"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dot_general %x, %q contract [1] x [0] : (tensor<16x8xf32>, tensor<8x8xf32>) -> tensor<16x8xf32>
  %1 = mpc.dot_general %x, %k contract [1] x [0] : (tensor<16x8xf32>, tensor<8x8xf32>) -> tensor<16x8xf32>
  %2 = mpc.dot_general %x, %v contract [1] x [0] : (tensor<16x8xf32>, tensor<8x8xf32>) -> tensor<16x8xf32>
  %3 = mpc.dot_general %0, %1 contract [1] x [1] : (tensor<16x8xf32>, tensor<16x8xf32>) -> tensor<16x16xf32>
  %scale = mpc.constant dense<0.353553> : tensor<16x16xf32>
  %4 = mpc.mul %3, %scale : tensor<16x16xf32>
  %5 = mpc.softmax %4 dim 1 : tensor<16x16xf32>
  %6 = mpc.dot_general %5, %2 contract [1] x [0] : (tensor<16x16xf32>, tensor<16x8xf32>) -> tensor<16x8xf32>
  %7 = mpc.tanh %6 : tensor<16x8xf32>
  %loss = mpc.reduce mean, %7 dims [0, 1] : tensor<16x8xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
