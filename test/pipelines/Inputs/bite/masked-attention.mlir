// Attention over at most six steps, where -1e9 hides the padding: -inf in f16,
// and a sequence that is all padding has then no finite score at all.

func.func @train(
    %x: tensor<128x6x8xf32> {mpc.input = "x"}, %m: tensor<128x6xf32> {mpc.input = "m"},
    %y: tensor<128x2xf32> {mpc.input = "y"},
    %q: tensor<8xf32> {mpc.param = "q"},
    %w: tensor<8x2xf32> {mpc.param = "w"}, %b: tensor<2xf32> {mpc.param = "b"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %scores = mpc.dot_general %x, %q contract [2] x [0]
      : (tensor<128x6x8xf32>, tensor<8xf32>) -> tensor<128x6xf32> loc("scores")
  %one = mpc.constant dense<1.0> : tensor<128x6xf32>
  %padding = mpc.sub %one, %m : tensor<128x6xf32>
  %least = mpc.constant dense<-1.0e9> : tensor<128x6xf32>
  %mask = mpc.mul %padding, %least : tensor<128x6xf32> loc("mask")
  %masked = mpc.add %scores, %mask : tensor<128x6xf32> loc("masked")
  %a = mpc.softmax %masked dim 1 : tensor<128x6xf32>
  %pooled = mpc.dot_general %a, %x batch [0] x [0] contract [1] x [1]
      : (tensor<128x6xf32>, tensor<128x6x8xf32>) -> tensor<128x8xf32> loc("pooled")
  %o = mpc.dot_general %pooled, %w contract [1] x [0]
      : (tensor<128x8xf32>, tensor<8x2xf32>) -> tensor<128x2xf32>
  %c = mpc.broadcast %b dims [1] : tensor<2xf32> -> tensor<128x2xf32>
  %p = mpc.add %o, %c : tensor<128x2xf32>
  %e = mpc.sub %p, %y : tensor<128x2xf32>
  %s = mpc.mul %e, %e : tensor<128x2xf32>
  %loss = mpc.reduce mean, %s dims [0, 1] : tensor<128x2xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
