// Rows of 4,096 columns, as large language models have them.

func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %loss = mpc.mul %w, %w : tensor<f32>
  return %loss : tensor<f32>
}

func.func @layer_norm(%x: tensor<512x4096xf16> {mpc.input = "x"}, %g: tensor<4096xf32> {mpc.input = "g"}, %b: tensor<4096xf32> {mpc.input = "b"}) -> (tensor<512x4096xf16> {mpc.result = "y"}) {
  %f = mpc.convert %x : tensor<512x4096xf16> to tensor<512x4096xf32>
  %mean = mpc.reduce mean, %f dims [1] : tensor<512x4096xf32> -> tensor<512xf32>
  %m = mpc.broadcast %mean dims [0] : tensor<512xf32> -> tensor<512x4096xf32>
  %d = mpc.sub %f, %m : tensor<512x4096xf32>
  %q = mpc.mul %d, %d : tensor<512x4096xf32>
  %var = mpc.reduce mean, %q dims [1] : tensor<512x4096xf32> -> tensor<512xf32>
  %eps = mpc.constant dense<1.0e-5> : tensor<512xf32>
  %ve = mpc.add %var, %eps : tensor<512xf32>
  %r = mpc.rsqrt %ve : tensor<512xf32>
  %rb = mpc.broadcast %r dims [0] : tensor<512xf32> -> tensor<512x4096xf32>
  %n = mpc.mul %d, %rb : tensor<512x4096xf32>
  %gb = mpc.broadcast %g dims [1] : tensor<4096xf32> -> tensor<512x4096xf32>
  %bb = mpc.broadcast %b dims [1] : tensor<4096xf32> -> tensor<512x4096xf32>
  %s = mpc.mul %n, %gb : tensor<512x4096xf32>
  %t = mpc.add %s, %bb : tensor<512x4096xf32>
  %y = mpc.convert %t : tensor<512x4096xf32> to tensor<512x4096xf16>
  return %y : tensor<512x4096xf16>
}

func.func @softmax(%x: tensor<512x4096xf16> {mpc.input = "x"}) -> (tensor<512x4096xf16> {mpc.result = "y"}) {
  %f = mpc.convert %x : tensor<512x4096xf16> to tensor<512x4096xf32>
  %s = mpc.softmax %f dim 1 : tensor<512x4096xf32>
  %y = mpc.convert %s : tensor<512x4096xf32> to tensor<512x4096xf16>
  return %y : tensor<512x4096xf16>
}

func.func @cross_entropy(%x: tensor<512x4096xf16> {mpc.input = "x"}, %y: tensor<512xi32> {mpc.input = "y"}) -> (tensor<512xf32> {mpc.result = "l"}) {
  %f = mpc.convert %x : tensor<512x4096xf16> to tensor<512x4096xf32>
  %l = mpc.cross_entropy %f, %y : (tensor<512x4096xf32>, tensor<512xi32>) -> tensor<512xf32>
  return %l : tensor<512xf32>
}
