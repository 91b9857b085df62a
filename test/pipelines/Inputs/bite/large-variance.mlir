// A layer norm written by hand over activations of several hundreds: they are
// well inside f16, their squares are not.

func.func @train(
    %x: tensor<256x8xf32> {mpc.input = "x"}, %y: tensor<256x4xf32> {mpc.input = "y"},
    %w1: tensor<8x16xf32> {mpc.param = "w1"},
    %w2: tensor<16x4xf32> {mpc.param = "w2"}, %b2: tensor<4xf32> {mpc.param = "b2"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %h = mpc.dot_general %x, %w1 contract [1] x [0]
      : (tensor<256x8xf32>, tensor<8x16xf32>) -> tensor<256x16xf32>
  %m = mpc.reduce mean, %h dims [1] : tensor<256x16xf32> -> tensor<256xf32>
  %mb = mpc.broadcast %m dims [0] : tensor<256xf32> -> tensor<256x16xf32>
  %d = mpc.sub %h, %mb : tensor<256x16xf32>
  %d2 = mpc.mul %d, %d : tensor<256x16xf32> loc("squares")
  %v = mpc.reduce mean, %d2 dims [1] : tensor<256x16xf32> -> tensor<256xf32> loc("variance")
  %epsilon = mpc.constant dense<1.0e-3> : tensor<256xf32>
  %ve = mpc.add %v, %epsilon : tensor<256xf32>
  %r = mpc.rsqrt %ve : tensor<256xf32>
  %rb = mpc.broadcast %r dims [0] : tensor<256xf32> -> tensor<256x16xf32>
  %n = mpc.mul %d, %rb : tensor<256x16xf32>

  %o = mpc.dot_general %n, %w2 contract [1] x [0]
      : (tensor<256x16xf32>, tensor<16x4xf32>) -> tensor<256x4xf32>
  %c = mpc.broadcast %b2 dims [1] : tensor<4xf32> -> tensor<256x4xf32>
  %p = mpc.add %o, %c : tensor<256x4xf32>
  %e = mpc.sub %p, %y : tensor<256x4xf32>
  %s = mpc.mul %e, %e : tensor<256x4xf32>
  %loss = mpc.reduce mean, %s dims [0, 1] : tensor<256x4xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
