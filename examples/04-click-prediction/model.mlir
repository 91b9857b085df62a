// Whether a user clicks: embeddings of user, item and site, beside four numbers, then a
// perceptron of two hidden layers.

func.func private @logits(
    %user: tensor<256xi32>, %item: tensor<256xi32>, %site: tensor<256xi32>,
    %numbers: tensor<256x4xf32>,
    %users: tensor<10000x16xf32>, %items: tensor<2000x16xf32>, %sites: tensor<1000x16xf32>,
    %w1: tensor<52x64xf32>, %b1: tensor<64xf32>, %w2: tensor<64x32xf32>, %b2: tensor<32xf32>,
    %w3: tensor<32x1xf32>, %b3: tensor<1xf32>) -> tensor<256xf32> {
  %u = mpc.gather %users, %user dim 0
      : (tensor<10000x16xf32>, tensor<256xi32>) -> tensor<256x16xf32> loc("user")
  %i = mpc.gather %items, %item dim 0
      : (tensor<2000x16xf32>, tensor<256xi32>) -> tensor<256x16xf32> loc("item")
  %s = mpc.gather %sites, %site dim 0
      : (tensor<1000x16xf32>, tensor<256xi32>) -> tensor<256x16xf32> loc("site")
  %x = mpc.concat %u, %i, %s, %numbers dim 1
      : (tensor<256x16xf32>, tensor<256x16xf32>, tensor<256x16xf32>, tensor<256x4xf32>)
      -> tensor<256x52xf32> loc("features")

  %y1 = mpc.dot_general %x, %w1 contract [1] x [0]
      : (tensor<256x52xf32>, tensor<52x64xf32>) -> tensor<256x64xf32> loc("fc1")
  %c1 = mpc.broadcast %b1 dims [1] : tensor<64xf32> -> tensor<256x64xf32>
  %z1 = mpc.add %y1, %c1 : tensor<256x64xf32> loc("fc1.bias")
  %h1 = mpc.relu %z1 : tensor<256x64xf32> loc("fc1.relu")

  %y2 = mpc.dot_general %h1, %w2 contract [1] x [0]
      : (tensor<256x64xf32>, tensor<64x32xf32>) -> tensor<256x32xf32> loc("fc2")
  %c2 = mpc.broadcast %b2 dims [1] : tensor<32xf32> -> tensor<256x32xf32>
  %z2 = mpc.add %y2, %c2 : tensor<256x32xf32> loc("fc2.bias")
  %h2 = mpc.relu %z2 : tensor<256x32xf32> loc("fc2.relu")

  %y3 = mpc.dot_general %h2, %w3 contract [1] x [0]
      : (tensor<256x32xf32>, tensor<32x1xf32>) -> tensor<256x1xf32> loc("fc3")
  %c3 = mpc.broadcast %b3 dims [1] : tensor<1xf32> -> tensor<256x1xf32>
  %z3 = mpc.add %y3, %c3 : tensor<256x1xf32> loc("fc3.bias")
  %logits = mpc.reshape %z3 : tensor<256x1xf32> -> tensor<256xf32>
  return %logits : tensor<256xf32>
}

func.func private @losses(%logits: tensor<256xf32>, %click: tensor<256xui8>) -> tensor<256xf32> {
  %target = mpc.convert %click : tensor<256xui8> to tensor<256xf32>
  %losses = mpc.binary_cross_entropy %logits, %target : tensor<256xf32>
  return %losses : tensor<256xf32>
}

// Whether a click was thought likelier than none, and came, or neither; as 0 or 1.
func.func private @correct(%logits: tensor<256xf32>, %click: tensor<256xui8>) -> tensor<256xf32> {
  %zero = mpc.constant dense<0.0> : tensor<256xf32>
  %none = mpc.constant dense<0> : tensor<256xui8>
  %likely = mpc.compare ge, %logits, %zero : tensor<256xf32>
  %clicked = mpc.compare ne, %click, %none : tensor<256xui8>
  %wrong = mpc.xor %likely, %clicked : tensor<256xi1>
  %right = mpc.not %wrong : tensor<256xi1>
  %correct = mpc.convert %right : tensor<256xi1> to tensor<256xf32>
  return %correct : tensor<256xf32>
}

func.func @train(
    %user: tensor<256xi32> {mpc.input = "user"}, %item: tensor<256xi32> {mpc.input = "item"},
    %site: tensor<256xi32> {mpc.input = "site"}, %numbers: tensor<256x4xf32> {mpc.input = "numbers"},
    %click: tensor<256xui8> {mpc.input = "click"},
    %users: tensor<10000x16xf32> {mpc.param = "user.table", mpc.init = #mpc.init<normal(0.0, 0.05)>},
    %items: tensor<2000x16xf32> {mpc.param = "item.table", mpc.init = #mpc.init<normal(0.0, 0.05)>},
    %sites: tensor<1000x16xf32> {mpc.param = "site.table", mpc.init = #mpc.init<normal(0.0, 0.05)>},
    %w1: tensor<52x64xf32> {mpc.param = "fc1.weight", mpc.init = #mpc.init<kaiming_uniform>},
    %b1: tensor<64xf32> {mpc.param = "fc1.bias"},
    %w2: tensor<64x32xf32> {mpc.param = "fc2.weight", mpc.init = #mpc.init<kaiming_uniform>},
    %b2: tensor<32xf32> {mpc.param = "fc2.bias"},
    %w3: tensor<32x1xf32> {mpc.param = "fc3.weight", mpc.init = #mpc.init<xavier_uniform>},
    %b3: tensor<1xf32> {mpc.param = "fc3.bias"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<f32> {mpc.result = "accuracy"}) {
  %logits = call @logits(%user, %item, %site, %numbers, %users, %items, %sites, %w1, %b1, %w2, %b2, %w3, %b3)
      : (tensor<256xi32>, tensor<256xi32>, tensor<256xi32>, tensor<256x4xf32>,
         tensor<10000x16xf32>, tensor<2000x16xf32>, tensor<1000x16xf32>,
         tensor<52x64xf32>, tensor<64xf32>, tensor<64x32xf32>, tensor<32xf32>,
         tensor<32x1xf32>, tensor<1xf32>) -> tensor<256xf32>
  %losses = call @losses(%logits, %click) : (tensor<256xf32>, tensor<256xui8>) -> tensor<256xf32>
  %correct = call @correct(%logits, %click) : (tensor<256xf32>, tensor<256xui8>) -> tensor<256xf32>
  %loss = mpc.reduce mean, %losses dims [0] : tensor<256xf32> -> tensor<f32>
  %accuracy = mpc.reduce mean, %correct dims [0] : tensor<256xf32> -> tensor<f32>
  return %loss, %accuracy : tensor<f32>, tensor<f32>
}

// Results per example, so that the last batch may be padded.
func.func @eval(
    %user: tensor<256xi32> {mpc.input = "user"}, %item: tensor<256xi32> {mpc.input = "item"},
    %site: tensor<256xi32> {mpc.input = "site"}, %numbers: tensor<256x4xf32> {mpc.input = "numbers"},
    %click: tensor<256xui8> {mpc.input = "click"},
    %users: tensor<10000x16xf32> {mpc.param = "user.table"}, %items: tensor<2000x16xf32> {mpc.param = "item.table"},
    %sites: tensor<1000x16xf32> {mpc.param = "site.table"},
    %w1: tensor<52x64xf32> {mpc.param = "fc1.weight"}, %b1: tensor<64xf32> {mpc.param = "fc1.bias"},
    %w2: tensor<64x32xf32> {mpc.param = "fc2.weight"}, %b2: tensor<32xf32> {mpc.param = "fc2.bias"},
    %w3: tensor<32x1xf32> {mpc.param = "fc3.weight"}, %b3: tensor<1xf32> {mpc.param = "fc3.bias"})
    -> (tensor<256xf32> {mpc.result = "loss"}, tensor<256xf32> {mpc.result = "accuracy"}) {
  %logits = call @logits(%user, %item, %site, %numbers, %users, %items, %sites, %w1, %b1, %w2, %b2, %w3, %b3)
      : (tensor<256xi32>, tensor<256xi32>, tensor<256xi32>, tensor<256x4xf32>,
         tensor<10000x16xf32>, tensor<2000x16xf32>, tensor<1000x16xf32>,
         tensor<52x64xf32>, tensor<64xf32>, tensor<64x32xf32>, tensor<32xf32>,
         tensor<32x1xf32>, tensor<1xf32>) -> tensor<256xf32>
  %losses = call @losses(%logits, %click) : (tensor<256xf32>, tensor<256xui8>) -> tensor<256xf32>
  %correct = call @correct(%logits, %click) : (tensor<256xf32>, tensor<256xui8>) -> tensor<256xf32>
  return %losses, %correct : tensor<256xf32>, tensor<256xf32>
}

func.func @predict(
    %user: tensor<256xi32> {mpc.input = "user"}, %item: tensor<256xi32> {mpc.input = "item"},
    %site: tensor<256xi32> {mpc.input = "site"}, %numbers: tensor<256x4xf32> {mpc.input = "numbers"},
    %users: tensor<10000x16xf32> {mpc.param = "user.table"}, %items: tensor<2000x16xf32> {mpc.param = "item.table"},
    %sites: tensor<1000x16xf32> {mpc.param = "site.table"},
    %w1: tensor<52x64xf32> {mpc.param = "fc1.weight"}, %b1: tensor<64xf32> {mpc.param = "fc1.bias"},
    %w2: tensor<64x32xf32> {mpc.param = "fc2.weight"}, %b2: tensor<32xf32> {mpc.param = "fc2.bias"},
    %w3: tensor<32x1xf32> {mpc.param = "fc3.weight"}, %b3: tensor<1xf32> {mpc.param = "fc3.bias"})
    -> (tensor<256xf32> {mpc.result = "probability"}) {
  %logits = call @logits(%user, %item, %site, %numbers, %users, %items, %sites, %w1, %b1, %w2, %b2, %w3, %b3)
      : (tensor<256xi32>, tensor<256xi32>, tensor<256xi32>, tensor<256x4xf32>,
         tensor<10000x16xf32>, tensor<2000x16xf32>, tensor<1000x16xf32>,
         tensor<52x64xf32>, tensor<64xf32>, tensor<64x32xf32>, tensor<32xf32>,
         tensor<32x1xf32>, tensor<1xf32>) -> tensor<256xf32>
  %probability = mpc.logistic %logits : tensor<256xf32>
  return %probability : tensor<256xf32>
}
