// A loss that counts little beside others (weight 1e-6): the adjoints of the
// layers are below f16's least number, 2^-24, unless the loss is scaled.

func.func @train(
    %x: tensor<256x8xf32> {mpc.input = "x"}, %y: tensor<256x4xf32> {mpc.input = "y"},
    %w1: tensor<8x8xf32> {mpc.param = "w1"}, %b1: tensor<8xf32> {mpc.param = "b1"},
    %w2: tensor<8x4xf32> {mpc.param = "w2"}, %b2: tensor<4xf32> {mpc.param = "b2"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %h = mpc.dot_general %x, %w1 contract [1] x [0]
      : (tensor<256x8xf32>, tensor<8x8xf32>) -> tensor<256x8xf32> loc("hidden")
  %c1 = mpc.broadcast %b1 dims [1] : tensor<8xf32> -> tensor<256x8xf32>
  %z = mpc.add %h, %c1 : tensor<256x8xf32>
  %a = mpc.tanh %z : tensor<256x8xf32>
  %o = mpc.dot_general %a, %w2 contract [1] x [0]
      : (tensor<256x8xf32>, tensor<8x4xf32>) -> tensor<256x4xf32> loc("output")
  %c2 = mpc.broadcast %b2 dims [1] : tensor<4xf32> -> tensor<256x4xf32>
  %p = mpc.add %o, %c2 : tensor<256x4xf32>
  %e = mpc.sub %p, %y : tensor<256x4xf32>
  %s = mpc.mul %e, %e : tensor<256x4xf32>
  %mean = mpc.reduce mean, %s dims [0, 1] : tensor<256x4xf32> -> tensor<f32>
  %weight = mpc.constant dense<1.0e-6> : tensor<f32>
  %loss = mpc.mul %mean, %weight : tensor<f32>
  return %loss : tensor<f32>
}
