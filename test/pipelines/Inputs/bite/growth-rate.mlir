// Growth in per mille, (exp(rate) - 1) * 1000 with rates about 1e-3: next to 1,
// f16's numbers are 1e-3 apart.

func.func @train(
    %x: tensor<256x8xf32> {mpc.input = "x"}, %y: tensor<256x2xf32> {mpc.input = "y"},
    %w: tensor<8x2xf32> {mpc.param = "w"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %r = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<256x8xf32>, tensor<8x2xf32>) -> tensor<256x2xf32>
  %f = mpc.exp %r : tensor<256x2xf32> loc("factor")
  %one = mpc.constant dense<1.0> : tensor<256x2xf32>
  %growth = mpc.sub %f, %one : tensor<256x2xf32>
  %mille = mpc.constant dense<1000.0> : tensor<256x2xf32>
  %p = mpc.mul %growth, %mille : tensor<256x2xf32>
  %e = mpc.sub %p, %y : tensor<256x2xf32>
  %s = mpc.mul %e, %e : tensor<256x2xf32>
  %loss = mpc.reduce mean, %s dims [0, 1] : tensor<256x2xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
