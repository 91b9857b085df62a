// Batched attention with a mask that f16 cannot hold.
func.func @train(%x: tensor<2x8x4xf32> {mpc.input = "x"}, %p: tensor<8x8xui8> {mpc.input = "p"},
                 %w: tensor<4x4xf32> {mpc.param = "w"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dot_general %x, %w contract [2] x [0] : (tensor<2x8x4xf32>, tensor<4x4xf32>) -> tensor<2x8x4xf32>
  %1 = mpc.dot_general %0, %0 batch [0] x [0] contract [2] x [2] : (tensor<2x8x4xf32>, tensor<2x8x4xf32>) -> tensor<2x8x8xf32>
  %zero = mpc.constant dense<0> : tensor<8x8xui8>
  %2 = mpc.compare ne, %p, %zero : tensor<8x8xui8>
  %3 = mpc.broadcast %2 dims [1, 2] : tensor<8x8xi1> -> tensor<2x8x8xi1>
  %mask = mpc.constant dense<-1.0e9> : tensor<2x8x8xf32>
  %4 = mpc.select %3, %1, %mask : tensor<2x8x8xf32>
  %5 = mpc.softmax %4 dim 2 : tensor<2x8x8xf32>
  %6 = mpc.dot_general %5, %0 batch [0] x [0] contract [2] x [1] : (tensor<2x8x8xf32>, tensor<2x8x4xf32>) -> tensor<2x8x4xf32>
  %7 = mpc.log_softmax %6 dim 2 : tensor<2x8x4xf32>
  %loss = mpc.reduce mean, %7 dims [0, 1, 2] : tensor<2x8x4xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
