// A convolutional network for Fashion-MNIST: two blocks of convolution, batch norm, relu
// and pooling, then 128 hidden units. Images are NHWC, filters HWIO.

func.func private @pixels(%x: tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32> {
  // Pixels 0 .. 255 become 0 .. 1.
  %bytes = mpc.reshape %x : tensor<64x28x28xui8> -> tensor<64x28x28x1xui8>
  %floats = mpc.convert %bytes : tensor<64x28x28x1xui8> to tensor<64x28x28x1xf32>
  %scale = mpc.constant dense<0.00392156886> : tensor<64x28x28x1xf32>
  %pixels = mpc.mul %floats, %scale : tensor<64x28x28x1xf32>
  return %pixels : tensor<64x28x28x1xf32>
}

func.func private @head(%h: tensor<64x7x7x64xf32>, %w3: tensor<3136x128xf32>, %b3: tensor<128xf32>,
    %w4: tensor<128x10xf32>, %b4: tensor<10xf32>) -> tensor<64x10xf32> {
  %flat = mpc.reshape %h : tensor<64x7x7x64xf32> -> tensor<64x3136xf32>
  %y3 = mpc.dot_general %flat, %w3 contract [1] x [0]
      : (tensor<64x3136xf32>, tensor<3136x128xf32>) -> tensor<64x128xf32> loc("fc1")
  %c3 = mpc.broadcast %b3 dims [1] : tensor<128xf32> -> tensor<64x128xf32>
  %z3 = mpc.add %y3, %c3 : tensor<64x128xf32> loc("fc1.bias")
  %h3 = mpc.relu %z3 : tensor<64x128xf32> loc("fc1.relu")
  %y4 = mpc.dot_general %h3, %w4 contract [1] x [0]
      : (tensor<64x128xf32>, tensor<128x10xf32>) -> tensor<64x10xf32> loc("fc2")
  %c4 = mpc.broadcast %b4 dims [1] : tensor<10xf32> -> tensor<64x10xf32>
  %z4 = mpc.add %y4, %c4 : tensor<64x10xf32> loc("fc2.bias")
  return %z4 : tensor<64x10xf32>
}

// Whether the largest logit is the label's, as 0 or 1 per example.
func.func private @correct(%logits: tensor<64x10xf32>, %y: tensor<64xui8>) -> tensor<64xf32> {
  %class = mpc.reduce argmax, %logits dims [1] : tensor<64x10xf32> -> tensor<64xi32>
  %label = mpc.convert %y : tensor<64xui8> to tensor<64xi32>
  %hit = mpc.compare eq, %class, %label : tensor<64xi32>
  %correct = mpc.convert %hit : tensor<64xi1> to tensor<64xf32>
  return %correct : tensor<64xf32>
}

func.func @train(
    %x: tensor<64x28x28xui8> {mpc.input = "x"},
    %y: tensor<64xui8> {mpc.input = "y"},
    %k1: tensor<3x3x1x32xf32> {mpc.param = "conv1.weight", mpc.init = #mpc.init<kaiming_normal>},
    %g1: tensor<32xf32> {mpc.param = "bn1.scale", mpc.init = #mpc.init<ones>},
    %o1: tensor<32xf32> {mpc.param = "bn1.offset"},
    %k2: tensor<3x3x32x64xf32> {mpc.param = "conv2.weight", mpc.init = #mpc.init<kaiming_normal>},
    %g2: tensor<64xf32> {mpc.param = "bn2.scale", mpc.init = #mpc.init<ones>},
    %o2: tensor<64xf32> {mpc.param = "bn2.offset"},
    %w3: tensor<3136x128xf32> {mpc.param = "fc1.weight", mpc.init = #mpc.init<kaiming_normal>},
    %b3: tensor<128xf32> {mpc.param = "fc1.bias"},
    %w4: tensor<128x10xf32> {mpc.param = "fc2.weight", mpc.init = #mpc.init<xavier_uniform>},
    %b4: tensor<10xf32> {mpc.param = "fc2.bias"},
    %m1: tensor<32xf32> {mpc.state = "bn1.mean"},
    %v1: tensor<32xf32> {mpc.state = "bn1.variance", mpc.init = #mpc.init<ones>},
    %m2: tensor<64xf32> {mpc.state = "bn2.mean"},
    %v2: tensor<64xf32> {mpc.state = "bn2.variance", mpc.init = #mpc.init<ones>})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<f32> {mpc.result = "accuracy"},
        tensor<32xf32> {mpc.updates = "bn1.mean"}, tensor<32xf32> {mpc.updates = "bn1.variance"},
        tensor<64xf32> {mpc.updates = "bn2.mean"}, tensor<64xf32> {mpc.updates = "bn2.variance"}) {
  %pixels = call @pixels(%x) : (tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32>
  %y1 = mpc.conv2d %pixels, %k1 low [1, 1] high [1, 1]
      : (tensor<64x28x28x1xf32>, tensor<3x3x1x32xf32>) -> tensor<64x28x28x32xf32> loc("conv1")
  %z1, %nm1, %nv1 = mpc.batch_norm %y1, %g1, %o1, %m1, %v1
      : (tensor<64x28x28x32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>) -> (tensor<64x28x28x32xf32>, tensor<32xf32>, tensor<32xf32>) loc("bn1")
  %r1 = mpc.relu %z1 : tensor<64x28x28x32xf32> loc("relu1")
  %h1 = mpc.max_pool2d %r1 size [2, 2] : tensor<64x28x28x32xf32> -> tensor<64x14x14x32xf32> loc("pool1")
  %y2 = mpc.conv2d %h1, %k2 low [1, 1] high [1, 1]
      : (tensor<64x14x14x32xf32>, tensor<3x3x32x64xf32>) -> tensor<64x14x14x64xf32> loc("conv2")
  %z2, %nm2, %nv2 = mpc.batch_norm %y2, %g2, %o2, %m2, %v2
      : (tensor<64x14x14x64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>) -> (tensor<64x14x14x64xf32>, tensor<64xf32>, tensor<64xf32>) loc("bn2")
  %r2 = mpc.relu %z2 : tensor<64x14x14x64xf32> loc("relu2")
  %h2 = mpc.max_pool2d %r2 size [2, 2] : tensor<64x14x14x64xf32> -> tensor<64x7x7x64xf32> loc("pool2")
  %logits = call @head(%h2, %w3, %b3, %w4, %b4)
      : (tensor<64x7x7x64xf32>, tensor<3136x128xf32>, tensor<128xf32>, tensor<128x10xf32>, tensor<10xf32>) -> tensor<64x10xf32>
  %losses = mpc.cross_entropy %logits, %y : (tensor<64x10xf32>, tensor<64xui8>) -> tensor<64xf32>
  %correct = call @correct(%logits, %y) : (tensor<64x10xf32>, tensor<64xui8>) -> tensor<64xf32>
  %loss = mpc.reduce mean, %losses dims [0] : tensor<64xf32> -> tensor<f32>
  %accuracy = mpc.reduce mean, %correct dims [0] : tensor<64xf32> -> tensor<f32>
  return %loss, %accuracy, %nm1, %nv1, %nm2, %nv2
      : tensor<f32>, tensor<f32>, tensor<32xf32>, tensor<32xf32>, tensor<64xf32>, tensor<64xf32>
}

// Running statistics instead of those of the batch; results per example, so that the last
// batch may be padded.
func.func @eval(
    %x: tensor<64x28x28xui8> {mpc.input = "x"},
    %y: tensor<64xui8> {mpc.input = "y"},
    %k1: tensor<3x3x1x32xf32> {mpc.param = "conv1.weight"},
    %g1: tensor<32xf32> {mpc.param = "bn1.scale"},
    %o1: tensor<32xf32> {mpc.param = "bn1.offset"},
    %k2: tensor<3x3x32x64xf32> {mpc.param = "conv2.weight"},
    %g2: tensor<64xf32> {mpc.param = "bn2.scale"},
    %o2: tensor<64xf32> {mpc.param = "bn2.offset"},
    %w3: tensor<3136x128xf32> {mpc.param = "fc1.weight"},
    %b3: tensor<128xf32> {mpc.param = "fc1.bias"},
    %w4: tensor<128x10xf32> {mpc.param = "fc2.weight"},
    %b4: tensor<10xf32> {mpc.param = "fc2.bias"},
    %m1: tensor<32xf32> {mpc.state = "bn1.mean"},
    %v1: tensor<32xf32> {mpc.state = "bn1.variance"},
    %m2: tensor<64xf32> {mpc.state = "bn2.mean"},
    %v2: tensor<64xf32> {mpc.state = "bn2.variance"})
    -> (tensor<64xf32> {mpc.result = "loss"}, tensor<64xf32> {mpc.result = "accuracy"}) {
  %pixels = call @pixels(%x) : (tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32>
  %y1 = mpc.conv2d %pixels, %k1 low [1, 1] high [1, 1]
      : (tensor<64x28x28x1xf32>, tensor<3x3x1x32xf32>) -> tensor<64x28x28x32xf32> loc("conv1")
  %z1 = mpc.batch_norm_inference %y1, %g1, %o1, %m1, %v1
      : (tensor<64x28x28x32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<64x28x28x32xf32> loc("bn1")
  %r1 = mpc.relu %z1 : tensor<64x28x28x32xf32> loc("relu1")
  %h1 = mpc.max_pool2d %r1 size [2, 2] : tensor<64x28x28x32xf32> -> tensor<64x14x14x32xf32> loc("pool1")
  %y2 = mpc.conv2d %h1, %k2 low [1, 1] high [1, 1]
      : (tensor<64x14x14x32xf32>, tensor<3x3x32x64xf32>) -> tensor<64x14x14x64xf32> loc("conv2")
  %z2 = mpc.batch_norm_inference %y2, %g2, %o2, %m2, %v2
      : (tensor<64x14x14x64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>) -> tensor<64x14x14x64xf32> loc("bn2")
  %r2 = mpc.relu %z2 : tensor<64x14x14x64xf32> loc("relu2")
  %h2 = mpc.max_pool2d %r2 size [2, 2] : tensor<64x14x14x64xf32> -> tensor<64x7x7x64xf32> loc("pool2")
  %logits = call @head(%h2, %w3, %b3, %w4, %b4)
      : (tensor<64x7x7x64xf32>, tensor<3136x128xf32>, tensor<128xf32>, tensor<128x10xf32>, tensor<10xf32>) -> tensor<64x10xf32>
  %losses = mpc.cross_entropy %logits, %y : (tensor<64x10xf32>, tensor<64xui8>) -> tensor<64xf32>
  %correct = call @correct(%logits, %y) : (tensor<64x10xf32>, tensor<64xui8>) -> tensor<64xf32>
  return %losses, %correct : tensor<64xf32>, tensor<64xf32>
}

func.func @predict(
    %x: tensor<64x28x28xui8> {mpc.input = "x"},
    %k1: tensor<3x3x1x32xf32> {mpc.param = "conv1.weight"},
    %g1: tensor<32xf32> {mpc.param = "bn1.scale"},
    %o1: tensor<32xf32> {mpc.param = "bn1.offset"},
    %k2: tensor<3x3x32x64xf32> {mpc.param = "conv2.weight"},
    %g2: tensor<64xf32> {mpc.param = "bn2.scale"},
    %o2: tensor<64xf32> {mpc.param = "bn2.offset"},
    %w3: tensor<3136x128xf32> {mpc.param = "fc1.weight"},
    %b3: tensor<128xf32> {mpc.param = "fc1.bias"},
    %w4: tensor<128x10xf32> {mpc.param = "fc2.weight"},
    %b4: tensor<10xf32> {mpc.param = "fc2.bias"},
    %m1: tensor<32xf32> {mpc.state = "bn1.mean"},
    %v1: tensor<32xf32> {mpc.state = "bn1.variance"},
    %m2: tensor<64xf32> {mpc.state = "bn2.mean"},
    %v2: tensor<64xf32> {mpc.state = "bn2.variance"})
    -> (tensor<64x10xf32> {mpc.result = "probabilities"}) {
  %pixels = call @pixels(%x) : (tensor<64x28x28xui8>) -> tensor<64x28x28x1xf32>
  %y1 = mpc.conv2d %pixels, %k1 low [1, 1] high [1, 1]
      : (tensor<64x28x28x1xf32>, tensor<3x3x1x32xf32>) -> tensor<64x28x28x32xf32> loc("conv1")
  %z1 = mpc.batch_norm_inference %y1, %g1, %o1, %m1, %v1
      : (tensor<64x28x28x32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<64x28x28x32xf32> loc("bn1")
  %r1 = mpc.relu %z1 : tensor<64x28x28x32xf32> loc("relu1")
  %h1 = mpc.max_pool2d %r1 size [2, 2] : tensor<64x28x28x32xf32> -> tensor<64x14x14x32xf32> loc("pool1")
  %y2 = mpc.conv2d %h1, %k2 low [1, 1] high [1, 1]
      : (tensor<64x14x14x32xf32>, tensor<3x3x32x64xf32>) -> tensor<64x14x14x64xf32> loc("conv2")
  %z2 = mpc.batch_norm_inference %y2, %g2, %o2, %m2, %v2
      : (tensor<64x14x14x64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>) -> tensor<64x14x14x64xf32> loc("bn2")
  %r2 = mpc.relu %z2 : tensor<64x14x14x64xf32> loc("relu2")
  %h2 = mpc.max_pool2d %r2 size [2, 2] : tensor<64x14x14x64xf32> -> tensor<64x7x7x64xf32> loc("pool2")
  %logits = call @head(%h2, %w3, %b3, %w4, %b4)
      : (tensor<64x7x7x64xf32>, tensor<3136x128xf32>, tensor<128xf32>, tensor<128x10xf32>, tensor<10xf32>) -> tensor<64x10xf32>
  %probabilities = mpc.softmax %logits dim 1 : tensor<64x10xf32>
  return %probabilities : tensor<64x10xf32>
}
