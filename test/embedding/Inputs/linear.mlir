// loss = mean over the batch of (x . w - y)^2

func.func @train(
    %x: tensor<16x4xf32> {mpc.input = "x"},
    %y: tensor<16xf32> {mpc.input = "y"},
    %w: tensor<4xf32> {mpc.param = "w"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %p = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<16x4xf32>, tensor<4xf32>) -> tensor<16xf32>
  %d = mpc.sub %p, %y : tensor<16xf32>
  %s = mpc.mul %d, %d : tensor<16xf32>
  %loss = mpc.reduce mean, %s dims [0] : tensor<16xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
