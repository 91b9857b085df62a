// Rows of length 1, with an epsilon of 1e-8 for rows of zeros: it is nothing in
// f16, and 0 / 0 is nan.

func.func @train(
    %x: tensor<256x8xf32> {mpc.input = "x"}, %y: tensor<256x4xf32> {mpc.input = "y"},
    %w1: tensor<8x8xf32> {mpc.param = "w1"},
    %w2: tensor<8x4xf32> {mpc.param = "w2"}, %b2: tensor<4xf32> {mpc.param = "b2"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %h = mpc.dot_general %x, %w1 contract [1] x [0]
      : (tensor<256x8xf32>, tensor<8x8xf32>) -> tensor<256x8xf32>
  %h2 = mpc.mul %h, %h : tensor<256x8xf32>
  %sum = mpc.reduce sum, %h2 dims [1] : tensor<256x8xf32> -> tensor<256xf32>
  %epsilon = mpc.constant dense<1.0e-8> : tensor<256xf32>
  %safe = mpc.add %sum, %epsilon : tensor<256xf32> loc("safe")
  %length = mpc.sqrt %safe : tensor<256xf32> loc("length")
  %lengths = mpc.broadcast %length dims [0] : tensor<256xf32> -> tensor<256x8xf32>
  %u = mpc.div %h, %lengths : tensor<256x8xf32>
  %o = mpc.dot_general %u, %w2 contract [1] x [0]
      : (tensor<256x8xf32>, tensor<8x4xf32>) -> tensor<256x4xf32>
  %c = mpc.broadcast %b2 dims [1] : tensor<4xf32> -> tensor<256x4xf32>
  %p = mpc.add %o, %c : tensor<256x4xf32>
  %e = mpc.sub %p, %y : tensor<256x4xf32>
  %s = mpc.mul %e, %e : tensor<256x4xf32>
  %loss = mpc.reduce mean, %s dims [0, 1] : tensor<256x4xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
