// The logarithm of probabilities, some far below f16's least number, 6e-8: they
// are 0 there, and their logarithm -inf.

func.func @train(
    %x: tensor<256x8xf32> {mpc.input = "x"}, %y: tensor<256xi32> {mpc.input = "y"},
    %w: tensor<8x5xf32> {mpc.param = "w"}, %b: tensor<5xf32> {mpc.param = "b"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %h = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<256x8xf32>, tensor<8x5xf32>) -> tensor<256x5xf32>
  %c = mpc.broadcast %b dims [1] : tensor<5xf32> -> tensor<256x5xf32>
  %z = mpc.add %h, %c : tensor<256x5xf32>
  %p = mpc.softmax %z dim 1 : tensor<256x5xf32> loc("probabilities")
  %l = mpc.log %p : tensor<256x5xf32>

  %classes = mpc.iota dim 1 : tensor<256x5xi32>
  %labels = mpc.broadcast %y dims [0] : tensor<256xi32> -> tensor<256x5xi32>
  %hit = mpc.compare eq, %classes, %labels : tensor<256x5xi32>
  %target = mpc.convert %hit : tensor<256x5xi1> to tensor<256x5xf32>
  %t = mpc.mul %l, %target : tensor<256x5xf32>
  %chosen = mpc.reduce sum, %t dims [1] : tensor<256x5xf32> -> tensor<256xf32>
  %mean = mpc.reduce mean, %chosen dims [0] : tensor<256xf32> -> tensor<f32>
  %loss = mpc.neg %mean : tensor<f32>
  return %loss : tensor<f32>
}
