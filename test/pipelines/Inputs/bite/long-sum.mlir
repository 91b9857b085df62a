// A mean written as a sum over 81,920 squared errors, each about 1, and a
// quotient: the sum is beyond f16, and so is the count.

func.func @train(
    %x: tensor<8192x4xf32> {mpc.input = "x"}, %y: tensor<8192x10xf32> {mpc.input = "y"},
    %w: tensor<4x10xf32> {mpc.param = "w"}, %b: tensor<10xf32> {mpc.param = "b"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %h = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<8192x4xf32>, tensor<4x10xf32>) -> tensor<8192x10xf32>
  %c = mpc.broadcast %b dims [1] : tensor<10xf32> -> tensor<8192x10xf32>
  %p = mpc.add %h, %c : tensor<8192x10xf32>
  %e = mpc.sub %p, %y : tensor<8192x10xf32>
  %s = mpc.mul %e, %e : tensor<8192x10xf32>
  %total = mpc.reduce sum, %s dims [0, 1] : tensor<8192x10xf32> -> tensor<f32> loc("total")
  %count = mpc.constant dense<81920.0> : tensor<f32>
  %loss = mpc.div %total, %count : tensor<f32>
  return %loss : tensor<f32>
}
