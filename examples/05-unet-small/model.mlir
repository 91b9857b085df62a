// A small U-Net that takes the noise out of Fashion-MNIST's images: down twice, up twice, and
// at each size the features from the way down beside those from below. What comes out is
// the noise, nothing at first. Images are NHWC, filters HWIO.

// Bytes 0 .. 255 become 0 .. 1.
func.func private @pixels(%x: tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32> {
  %bytes = mpc.reshape %x : tensor<64x28x28xui8> -> tensor<64x28x28x1xui8>
  %floats = mpc.convert %bytes : tensor<64x28x28x1xui8> to tensor<64x28x28x1xf32>
  %scale = mpc.constant dense<0.00392156886> : tensor<64x28x28x1xf32>
  %pixels = mpc.mul %floats, %scale : tensor<64x28x28x1xf32>
  return %pixels : tensor<64x28x28x1xf32>
}

// Noise is 128 + 30 z in bytes, of normal z: its deviation is 0.3 of the whole range.
func.func private @add_noise(%pixels: tensor<64x28x28x1xf32>, %noise: tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32> {
  %bytes = mpc.reshape %noise : tensor<64x28x28xui8> -> tensor<64x28x28x1xui8>
  %floats = mpc.convert %bytes : tensor<64x28x28x1xui8> to tensor<64x28x28x1xf32>
  %middle = mpc.constant dense<128.0> : tensor<64x28x28x1xf32>
  %centred = mpc.sub %floats, %middle : tensor<64x28x28x1xf32>
  %scale = mpc.constant dense<0.01> : tensor<64x28x28x1xf32>
  %scaled = mpc.mul %centred, %scale : tensor<64x28x28x1xf32>
  %noisy = mpc.add %pixels, %scaled : tensor<64x28x28x1xf32>
  return %noisy : tensor<64x28x28x1xf32>
}

func.func private @denoise(%noisy: tensor<64x28x28x1xf32>,
    %k1: tensor<3x3x1x16xf32>, %g1: tensor<16xf32>, %o1: tensor<16xf32>,
    %k2: tensor<3x3x16x32xf32>, %g2: tensor<32xf32>, %o2: tensor<32xf32>,
    %k3: tensor<3x3x32x64xf32>, %g3: tensor<64xf32>, %o3: tensor<64xf32>,
    %u2: tensor<2x2x64x32xf32>, %k4: tensor<3x3x64x32xf32>, %g4: tensor<32xf32>,
    %o4: tensor<32xf32>, %u1: tensor<2x2x32x16xf32>, %k5: tensor<3x3x32x16xf32>,
    %g5: tensor<16xf32>, %o5: tensor<16xf32>, %k6: tensor<1x1x16x1xf32>, %b6: tensor<1xf32>) -> tensor<64x28x28x1xf32> {
  %y1 = mpc.conv2d %noisy, %k1 low [1, 1] high [1, 1]
      : (tensor<64x28x28x1xf32>, tensor<3x3x1x16xf32>) -> tensor<64x28x28x16xf32> loc("enc1")
  %z1 = mpc.group_norm %y1 scale %g1 offset %o1 groups 4
      : (tensor<64x28x28x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<64x28x28x16xf32> loc("enc1.norm")
  %enc1 = mpc.relu %z1 : tensor<64x28x28x16xf32> loc("enc1.relu")
  %down1 = mpc.max_pool2d %enc1 size [2, 2] : tensor<64x28x28x16xf32> -> tensor<64x14x14x16xf32> loc("pool1")
  %y2 = mpc.conv2d %down1, %k2 low [1, 1] high [1, 1]
      : (tensor<64x14x14x16xf32>, tensor<3x3x16x32xf32>) -> tensor<64x14x14x32xf32> loc("enc2")
  %z2 = mpc.group_norm %y2 scale %g2 offset %o2 groups 4
      : (tensor<64x14x14x32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<64x14x14x32xf32> loc("enc2.norm")
  %enc2 = mpc.relu %z2 : tensor<64x14x14x32xf32> loc("enc2.relu")
  %down2 = mpc.max_pool2d %enc2 size [2, 2] : tensor<64x14x14x32xf32> -> tensor<64x7x7x32xf32> loc("pool2")
  %y3 = mpc.conv2d %down2, %k3 low [1, 1] high [1, 1]
      : (tensor<64x7x7x32xf32>, tensor<3x3x32x64xf32>) -> tensor<64x7x7x64xf32> loc("middle")
  %z3 = mpc.group_norm %y3 scale %g3 offset %o3 groups 4
      : (tensor<64x7x7x64xf32>, tensor<64xf32>, tensor<64xf32>) -> tensor<64x7x7x64xf32> loc("middle.norm")
  %middle = mpc.relu %z3 : tensor<64x7x7x64xf32> loc("middle.relu")

  %up2 = mpc.conv_transpose2d %middle, %u2 stride [2, 2]
      : (tensor<64x7x7x64xf32>, tensor<2x2x64x32xf32>) -> tensor<64x14x14x32xf32> loc("up2")
  %both2 = mpc.concat %up2, %enc2 dim 3 : (tensor<64x14x14x32xf32>, tensor<64x14x14x32xf32>) -> tensor<64x14x14x64xf32> loc("up2.skip")
  %y4 = mpc.conv2d %both2, %k4 low [1, 1] high [1, 1]
      : (tensor<64x14x14x64xf32>, tensor<3x3x64x32xf32>) -> tensor<64x14x14x32xf32> loc("dec2")
  %z4 = mpc.group_norm %y4 scale %g4 offset %o4 groups 4
      : (tensor<64x14x14x32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<64x14x14x32xf32> loc("dec2.norm")
  %dec2 = mpc.relu %z4 : tensor<64x14x14x32xf32> loc("dec2.relu")
  %up1 = mpc.conv_transpose2d %dec2, %u1 stride [2, 2]
      : (tensor<64x14x14x32xf32>, tensor<2x2x32x16xf32>) -> tensor<64x28x28x16xf32> loc("up1")
  %both1 = mpc.concat %up1, %enc1 dim 3 : (tensor<64x28x28x16xf32>, tensor<64x28x28x16xf32>) -> tensor<64x28x28x32xf32> loc("up1.skip")
  %y5 = mpc.conv2d %both1, %k5 low [1, 1] high [1, 1]
      : (tensor<64x28x28x32xf32>, tensor<3x3x32x16xf32>) -> tensor<64x28x28x16xf32> loc("dec1")
  %z5 = mpc.group_norm %y5 scale %g5 offset %o5 groups 4
      : (tensor<64x28x28x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<64x28x28x16xf32> loc("dec1.norm")
  %dec1 = mpc.relu %z5 : tensor<64x28x28x16xf32> loc("dec1.relu")
  %y6 = mpc.conv2d %dec1, %k6
      : (tensor<64x28x28x16xf32>, tensor<1x1x16x1xf32>) -> tensor<64x28x28x1xf32> loc("out")
  %c6 = mpc.broadcast %b6 dims [3] : tensor<1xf32> -> tensor<64x28x28x1xf32>
  %noise = mpc.add %y6, %c6 : tensor<64x28x28x1xf32> loc("out.bias")
  %denoised = mpc.sub %noisy, %noise : tensor<64x28x28x1xf32>
  return %denoised : tensor<64x28x28x1xf32>
}

func.func @train(
    %x: tensor<64x28x28xui8> {mpc.input = "x"}, %noise: tensor<64x28x28xui8> {mpc.input = "noise"},
    %k1: tensor<3x3x1x16xf32> {mpc.param = "enc1.weight", mpc.init = #mpc.init<kaiming_normal>},
    %g1: tensor<16xf32> {mpc.param = "enc1.scale", mpc.init = #mpc.init<ones>},
    %o1: tensor<16xf32> {mpc.param = "enc1.offset"},
    %k2: tensor<3x3x16x32xf32> {mpc.param = "enc2.weight", mpc.init = #mpc.init<kaiming_normal>},
    %g2: tensor<32xf32> {mpc.param = "enc2.scale", mpc.init = #mpc.init<ones>},
    %o2: tensor<32xf32> {mpc.param = "enc2.offset"},
    %k3: tensor<3x3x32x64xf32> {mpc.param = "middle.weight", mpc.init = #mpc.init<kaiming_normal>},
    %g3: tensor<64xf32> {mpc.param = "middle.scale", mpc.init = #mpc.init<ones>},
    %o3: tensor<64xf32> {mpc.param = "middle.offset"},
    %u2: tensor<2x2x64x32xf32> {mpc.param = "up2.weight", mpc.init = #mpc.init<kaiming_normal>},
    %k4: tensor<3x3x64x32xf32> {mpc.param = "dec2.weight", mpc.init = #mpc.init<kaiming_normal>},
    %g4: tensor<32xf32> {mpc.param = "dec2.scale", mpc.init = #mpc.init<ones>},
    %o4: tensor<32xf32> {mpc.param = "dec2.offset"},
    %u1: tensor<2x2x32x16xf32> {mpc.param = "up1.weight", mpc.init = #mpc.init<kaiming_normal>},
    %k5: tensor<3x3x32x16xf32> {mpc.param = "dec1.weight", mpc.init = #mpc.init<kaiming_normal>},
    %g5: tensor<16xf32> {mpc.param = "dec1.scale", mpc.init = #mpc.init<ones>},
    %o5: tensor<16xf32> {mpc.param = "dec1.offset"},
    %k6: tensor<1x1x16x1xf32> {mpc.param = "out.weight"},
    %b6: tensor<1xf32> {mpc.param = "out.bias"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %pixels = call @pixels(%x) : (tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32>
  %noisy = call @add_noise(%pixels, %noise) : (tensor<64x28x28x1xf32>, tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32>
  %denoised = call @denoise(%noisy, %k1, %g1, %o1, %k2, %g2, %o2, %k3, %g3, %o3, %u2, %k4, %g4, %o4, %u1, %k5, %g5, %o5, %k6,
    %b6)
      : (tensor<64x28x28x1xf32>,
         tensor<3x3x1x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<3x3x16x32xf32>,
         tensor<32xf32>, tensor<32xf32>, tensor<3x3x32x64xf32>, tensor<64xf32>, tensor<64xf32>,
         tensor<2x2x64x32xf32>, tensor<3x3x64x32xf32>, tensor<32xf32>, tensor<32xf32>,
         tensor<2x2x32x16xf32>, tensor<3x3x32x16xf32>, tensor<16xf32>, tensor<16xf32>,
         tensor<1x1x16x1xf32>, tensor<1xf32>) -> tensor<64x28x28x1xf32>
  %errors = mpc.squared_error %denoised, %pixels : tensor<64x28x28x1xf32>
  %loss = mpc.reduce mean, %errors dims [0, 1, 2, 3] : tensor<64x28x28x1xf32> -> tensor<f32>
  return %loss : tensor<f32>
}

// Results per example, so that the last batch may be padded.
func.func @eval(
    %x: tensor<64x28x28xui8> {mpc.input = "x"}, %noise: tensor<64x28x28xui8> {mpc.input = "noise"},
    %k1: tensor<3x3x1x16xf32> {mpc.param = "enc1.weight"},
    %g1: tensor<16xf32> {mpc.param = "enc1.scale"},
    %o1: tensor<16xf32> {mpc.param = "enc1.offset"},
    %k2: tensor<3x3x16x32xf32> {mpc.param = "enc2.weight"},
    %g2: tensor<32xf32> {mpc.param = "enc2.scale"},
    %o2: tensor<32xf32> {mpc.param = "enc2.offset"},
    %k3: tensor<3x3x32x64xf32> {mpc.param = "middle.weight"},
    %g3: tensor<64xf32> {mpc.param = "middle.scale"},
    %o3: tensor<64xf32> {mpc.param = "middle.offset"},
    %u2: tensor<2x2x64x32xf32> {mpc.param = "up2.weight"},
    %k4: tensor<3x3x64x32xf32> {mpc.param = "dec2.weight"},
    %g4: tensor<32xf32> {mpc.param = "dec2.scale"},
    %o4: tensor<32xf32> {mpc.param = "dec2.offset"},
    %u1: tensor<2x2x32x16xf32> {mpc.param = "up1.weight"},
    %k5: tensor<3x3x32x16xf32> {mpc.param = "dec1.weight"},
    %g5: tensor<16xf32> {mpc.param = "dec1.scale"},
    %o5: tensor<16xf32> {mpc.param = "dec1.offset"},
    %k6: tensor<1x1x16x1xf32> {mpc.param = "out.weight"},
    %b6: tensor<1xf32> {mpc.param = "out.bias"})
    -> (tensor<64xf32> {mpc.result = "loss"}) {
  %pixels = call @pixels(%x) : (tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32>
  %noisy = call @add_noise(%pixels, %noise) : (tensor<64x28x28x1xf32>, tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32>
  %denoised = call @denoise(%noisy, %k1, %g1, %o1, %k2, %g2, %o2, %k3, %g3, %o3, %u2, %k4, %g4, %o4, %u1, %k5, %g5, %o5, %k6,
    %b6)
      : (tensor<64x28x28x1xf32>,
         tensor<3x3x1x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<3x3x16x32xf32>,
         tensor<32xf32>, tensor<32xf32>, tensor<3x3x32x64xf32>, tensor<64xf32>, tensor<64xf32>,
         tensor<2x2x64x32xf32>, tensor<3x3x64x32xf32>, tensor<32xf32>, tensor<32xf32>,
         tensor<2x2x32x16xf32>, tensor<3x3x32x16xf32>, tensor<16xf32>, tensor<16xf32>,
         tensor<1x1x16x1xf32>, tensor<1xf32>) -> tensor<64x28x28x1xf32>
  %errors = mpc.squared_error %denoised, %pixels : tensor<64x28x28x1xf32>
  %losses = mpc.reduce mean, %errors dims [1, 2, 3] : tensor<64x28x28x1xf32> -> tensor<64xf32>
  return %losses : tensor<64xf32>
}

// To 0 .. 255 again; conversion cuts off what is outside, and fractions.
func.func private @bytes(%pixels: tensor<64x28x28x1xf32>) -> tensor<64x28x28xui8> {
  %scale = mpc.constant dense<255.0> : tensor<64x28x28x1xf32>
  %half = mpc.constant dense<0.5> : tensor<64x28x28x1xf32>
  %scaled = mpc.mul %pixels, %scale : tensor<64x28x28x1xf32>
  %shifted = mpc.add %scaled, %half : tensor<64x28x28x1xf32>
  %bytes = mpc.convert %shifted : tensor<64x28x28x1xf32> to tensor<64x28x28x1xui8>
  %flat = mpc.reshape %bytes : tensor<64x28x28x1xui8> -> tensor<64x28x28xui8>
  return %flat : tensor<64x28x28xui8>
}

func.func @predict(
    %x: tensor<64x28x28xui8> {mpc.input = "x"}, %noise: tensor<64x28x28xui8> {mpc.input = "noise"},
    %k1: tensor<3x3x1x16xf32> {mpc.param = "enc1.weight"},
    %g1: tensor<16xf32> {mpc.param = "enc1.scale"},
    %o1: tensor<16xf32> {mpc.param = "enc1.offset"},
    %k2: tensor<3x3x16x32xf32> {mpc.param = "enc2.weight"},
    %g2: tensor<32xf32> {mpc.param = "enc2.scale"},
    %o2: tensor<32xf32> {mpc.param = "enc2.offset"},
    %k3: tensor<3x3x32x64xf32> {mpc.param = "middle.weight"},
    %g3: tensor<64xf32> {mpc.param = "middle.scale"},
    %o3: tensor<64xf32> {mpc.param = "middle.offset"},
    %u2: tensor<2x2x64x32xf32> {mpc.param = "up2.weight"},
    %k4: tensor<3x3x64x32xf32> {mpc.param = "dec2.weight"},
    %g4: tensor<32xf32> {mpc.param = "dec2.scale"},
    %o4: tensor<32xf32> {mpc.param = "dec2.offset"},
    %u1: tensor<2x2x32x16xf32> {mpc.param = "up1.weight"},
    %k5: tensor<3x3x32x16xf32> {mpc.param = "dec1.weight"},
    %g5: tensor<16xf32> {mpc.param = "dec1.scale"},
    %o5: tensor<16xf32> {mpc.param = "dec1.offset"},
    %k6: tensor<1x1x16x1xf32> {mpc.param = "out.weight"},
    %b6: tensor<1xf32> {mpc.param = "out.bias"})
    -> (tensor<64x28x28xui8> {mpc.result = "noisy"}, tensor<64x28x28xui8> {mpc.result = "denoised"}) {
  %pixels = call @pixels(%x) : (tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32>
  %noisy = call @add_noise(%pixels, %noise) : (tensor<64x28x28x1xf32>, tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32>
  %denoised = call @denoise(%noisy, %k1, %g1, %o1, %k2, %g2, %o2, %k3, %g3, %o3, %u2, %k4, %g4, %o4, %u1, %k5, %g5, %o5, %k6,
    %b6)
      : (tensor<64x28x28x1xf32>,
         tensor<3x3x1x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<3x3x16x32xf32>,
         tensor<32xf32>, tensor<32xf32>, tensor<3x3x32x64xf32>, tensor<64xf32>, tensor<64xf32>,
         tensor<2x2x64x32xf32>, tensor<3x3x64x32xf32>, tensor<32xf32>, tensor<32xf32>,
         tensor<2x2x32x16xf32>, tensor<3x3x32x16xf32>, tensor<16xf32>, tensor<16xf32>,
         tensor<1x1x16x1xf32>, tensor<1xf32>) -> tensor<64x28x28x1xf32>
  %seen = call @bytes(%noisy) : (tensor<64x28x28x1xf32>) -> tensor<64x28x28xui8>
  %shown = call @bytes(%denoised) : (tensor<64x28x28x1xf32>) -> tensor<64x28x28xui8>
  return %seen, %shown : tensor<64x28x28xui8>, tensor<64x28x28xui8>
}
