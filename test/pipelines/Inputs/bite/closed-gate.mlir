// A gate that is almost shut at first: the derivative of logistic(-14) is 8e-7,
// and the mean over the batch divides it by 128.

func.func @train(
    %x: tensor<128x8xf32> {mpc.input = "x"}, %y: tensor<128x4xf32> {mpc.input = "y"},
    %w: tensor<8x4xf32> {mpc.param = "w"}, %b: tensor<4xf32> {mpc.param = "b"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %h = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<128x8xf32>, tensor<8x4xf32>) -> tensor<128x4xf32>
  %c = mpc.broadcast %b dims [1] : tensor<4xf32> -> tensor<128x4xf32>
  %z = mpc.add %h, %c : tensor<128x4xf32>
  %g = mpc.logistic %z : tensor<128x4xf32> loc("gate")
  %e = mpc.sub %g, %y : tensor<128x4xf32>
  %s = mpc.mul %e, %e : tensor<128x4xf32>
  %loss = mpc.reduce mean, %s dims [0, 1] : tensor<128x4xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
