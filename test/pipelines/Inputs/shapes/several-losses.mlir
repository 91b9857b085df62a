// Classification, reconstruction and a penalty of one hidden layer.
func.func @train(%x: tensor<16x8xf32> {mpc.input = "x"}, %y: tensor<16xi32> {mpc.input = "y"},
                 %w: tensor<8x12xf32> {mpc.param = "w"}, %c: tensor<12x5xf32> {mpc.param = "c"},
                 %d: tensor<12x8xf32> {mpc.param = "d"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<f32> {mpc.result = "error"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<16x8xf32>, tensor<8x12xf32>) -> tensor<16x12xf32>
  %1 = mpc.gelu erf, %0 : tensor<16x12xf32>
  %2 = mpc.dot_general %1, %c contract [1] x [0] : (tensor<16x12xf32>, tensor<12x5xf32>) -> tensor<16x5xf32>
  %3 = mpc.cross_entropy %2, %y : (tensor<16x5xf32>, tensor<16xi32>) -> tensor<16xf32>
  %4 = mpc.reduce mean, %3 dims [0] : tensor<16xf32> -> tensor<f32>
  %5 = mpc.dot_general %1, %d contract [1] x [0] : (tensor<16x12xf32>, tensor<12x8xf32>) -> tensor<16x8xf32>
  %6 = mpc.sub %5, %x : tensor<16x8xf32>
  %7 = mpc.mul %6, %6 : tensor<16x8xf32>
  %8 = mpc.reduce mean, %7 dims [0, 1] : tensor<16x8xf32> -> tensor<f32>
  %9 = mpc.abs %1 : tensor<16x12xf32>
  %10 = mpc.reduce sum, %9 dims [1] : tensor<16x12xf32> -> tensor<16xf32>
  %11 = mpc.reduce max, %10 dims [0] : tensor<16xf32> -> tensor<f32>
  %12 = mpc.add %4, %8 : tensor<f32>
  %loss = mpc.add %12, %11 : tensor<f32>
  return %loss, %8 : tensor<f32>, tensor<f32>
}
