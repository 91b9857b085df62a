// A loss that is a sum over 65,536 errors, not their mean: adjoints are so large
// that a scale of 65536 overflows at every step; a dynamic one steps back.

func.func @train(
    %x: tensor<1024x4xf32> {mpc.input = "x"}, %y: tensor<1024x64xf32> {mpc.input = "y"},
    %w: tensor<4x64xf32> {mpc.param = "w"}, %b: tensor<64xf32> {mpc.param = "b"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %h = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<1024x4xf32>, tensor<4x64xf32>) -> tensor<1024x64xf32>
  %c = mpc.broadcast %b dims [1] : tensor<64xf32> -> tensor<1024x64xf32>
  %p = mpc.add %h, %c : tensor<1024x64xf32>
  %e = mpc.sub %p, %y : tensor<1024x64xf32>
  %s = mpc.mul %e, %e : tensor<1024x64xf32>
  %loss = mpc.reduce sum, %s dims [0, 1] : tensor<1024x64xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
