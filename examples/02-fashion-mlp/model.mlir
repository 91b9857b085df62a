// A multilayer perceptron for Fashion-MNIST: 28x28 images, 10 classes.

func.func private @logits(
    %x: tensor<64x28x28xui8>,
    %w1: tensor<784x256xf32>, %b1: tensor<256xf32>,
    %w2: tensor<256x128xf32>, %b2: tensor<128xf32>,
    %w3: tensor<128x10xf32>, %b3: tensor<10xf32>) -> tensor<64x10xf32> {
  // Pixels 0 .. 255 become 0 .. 1.
  %pixels = mpc.reshape %x : tensor<64x28x28xui8> -> tensor<64x784xui8>
  %floats = mpc.convert %pixels : tensor<64x784xui8> to tensor<64x784xf32>
  %scale = mpc.constant dense<0.00392156886> : tensor<64x784xf32>
  %x0 = mpc.mul %floats, %scale : tensor<64x784xf32>

  %y1 = mpc.dot_general %x0, %w1 contract [1] x [0]
      : (tensor<64x784xf32>, tensor<784x256xf32>) -> tensor<64x256xf32> loc("fc1")
  %c1 = mpc.broadcast %b1 dims [1] : tensor<256xf32> -> tensor<64x256xf32>
  %z1 = mpc.add %y1, %c1 : tensor<64x256xf32> loc("fc1.bias")
  %h1 = mpc.relu %z1 : tensor<64x256xf32> loc("fc1.relu")

  %y2 = mpc.dot_general %h1, %w2 contract [1] x [0]
      : (tensor<64x256xf32>, tensor<256x128xf32>) -> tensor<64x128xf32> loc("fc2")
  %c2 = mpc.broadcast %b2 dims [1] : tensor<128xf32> -> tensor<64x128xf32>
  %z2 = mpc.add %y2, %c2 : tensor<64x128xf32> loc("fc2.bias")
  %h2 = mpc.relu %z2 : tensor<64x128xf32> loc("fc2.relu")

  %y3 = mpc.dot_general %h2, %w3 contract [1] x [0]
      : (tensor<64x128xf32>, tensor<128x10xf32>) -> tensor<64x10xf32> loc("fc3")
  %c3 = mpc.broadcast %b3 dims [1] : tensor<10xf32> -> tensor<64x10xf32>
  %z3 = mpc.add %y3, %c3 : tensor<64x10xf32> loc("fc3.bias")
  return %z3 : tensor<64x10xf32>
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
    %w1: tensor<784x256xf32> {mpc.param = "fc1.weight", mpc.init = #mpc.init<kaiming_uniform>},
    %b1: tensor<256xf32> {mpc.param = "fc1.bias"},
    %w2: tensor<256x128xf32> {mpc.param = "fc2.weight", mpc.init = #mpc.init<kaiming_uniform>},
    %b2: tensor<128xf32> {mpc.param = "fc2.bias"},
    %w3: tensor<128x10xf32> {mpc.param = "fc3.weight", mpc.init = #mpc.init<xavier_uniform>},
    %b3: tensor<10xf32> {mpc.param = "fc3.bias"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<f32> {mpc.result = "accuracy"}) {
  %logits = call @logits(%x, %w1, %b1, %w2, %b2, %w3, %b3)
      : (tensor<64x28x28xui8>, tensor<784x256xf32>, tensor<256xf32>, tensor<256x128xf32>,
         tensor<128xf32>, tensor<128x10xf32>, tensor<10xf32>) -> tensor<64x10xf32>
  %losses = mpc.cross_entropy %logits, %y : (tensor<64x10xf32>, tensor<64xui8>) -> tensor<64xf32>
  %loss = mpc.reduce mean, %losses dims [0] : tensor<64xf32> -> tensor<f32>
  %correct = call @correct(%logits, %y) : (tensor<64x10xf32>, tensor<64xui8>) -> tensor<64xf32>
  %accuracy = mpc.reduce mean, %correct dims [0] : tensor<64xf32> -> tensor<f32>
  return %loss, %accuracy : tensor<f32>, tensor<f32>
}

// Results per example, so that the last batch may be padded.
func.func @eval(
    %x: tensor<64x28x28xui8> {mpc.input = "x"},
    %y: tensor<64xui8> {mpc.input = "y"},
    %w1: tensor<784x256xf32> {mpc.param = "fc1.weight"}, %b1: tensor<256xf32> {mpc.param = "fc1.bias"},
    %w2: tensor<256x128xf32> {mpc.param = "fc2.weight"}, %b2: tensor<128xf32> {mpc.param = "fc2.bias"},
    %w3: tensor<128x10xf32> {mpc.param = "fc3.weight"}, %b3: tensor<10xf32> {mpc.param = "fc3.bias"})
    -> (tensor<64xf32> {mpc.result = "loss"}, tensor<64xf32> {mpc.result = "accuracy"}) {
  %logits = call @logits(%x, %w1, %b1, %w2, %b2, %w3, %b3)
      : (tensor<64x28x28xui8>, tensor<784x256xf32>, tensor<256xf32>, tensor<256x128xf32>,
         tensor<128xf32>, tensor<128x10xf32>, tensor<10xf32>) -> tensor<64x10xf32>
  %losses = mpc.cross_entropy %logits, %y : (tensor<64x10xf32>, tensor<64xui8>) -> tensor<64xf32>
  %correct = call @correct(%logits, %y) : (tensor<64x10xf32>, tensor<64xui8>) -> tensor<64xf32>
  return %losses, %correct : tensor<64xf32>, tensor<64xf32>
}

func.func @predict(
    %x: tensor<64x28x28xui8> {mpc.input = "x"},
    %w1: tensor<784x256xf32> {mpc.param = "fc1.weight"}, %b1: tensor<256xf32> {mpc.param = "fc1.bias"},
    %w2: tensor<256x128xf32> {mpc.param = "fc2.weight"}, %b2: tensor<128xf32> {mpc.param = "fc2.bias"},
    %w3: tensor<128x10xf32> {mpc.param = "fc3.weight"}, %b3: tensor<10xf32> {mpc.param = "fc3.bias"})
    -> (tensor<64x10xf32> {mpc.result = "probabilities"}) {
  %logits = call @logits(%x, %w1, %b1, %w2, %b2, %w3, %b3)
      : (tensor<64x28x28xui8>, tensor<784x256xf32>, tensor<256xf32>, tensor<256x128xf32>,
         tensor<128xf32>, tensor<128x10xf32>, tensor<10xf32>) -> tensor<64x10xf32>
  %probabilities = mpc.softmax %logits dim 1 : tensor<64x10xf32>
  return %probabilities : tensor<64x10xf32>
}
