// A linear classifier of 4 numbers into 3 classes, in batches of 8.

func.func private @logits(%x: tensor<8x4xf32>, %w: tensor<4x3xf32>, %b: tensor<3xf32>)
    -> tensor<8x3xf32> {
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x3xf32>) -> tensor<8x3xf32>
  %1 = mpc.broadcast %b dims [1] : tensor<3xf32> -> tensor<8x3xf32>
  %2 = mpc.add %0, %1 : tensor<8x3xf32>
  return %2 : tensor<8x3xf32>
}

func.func private @correct(%logits: tensor<8x3xf32>, %y: tensor<8xi32>) -> tensor<8xf32> {
  %class = mpc.reduce argmax, %logits dims [1] : tensor<8x3xf32> -> tensor<8xi32>
  %hit = mpc.compare eq, %class, %y : tensor<8xi32>
  %correct = mpc.convert %hit : tensor<8xi1> to tensor<8xf32>
  return %correct : tensor<8xf32>
}

func.func @train(
    %x: tensor<8x4xf32> {mpc.input = "x"}, %y: tensor<8xi32> {mpc.input = "y"},
    %w: tensor<4x3xf32> {mpc.param = "w", mpc.init = #mpc.init<xavier_uniform>},
    %b: tensor<3xf32> {mpc.param = "b"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<f32> {mpc.result = "accuracy"}) {
  %logits = call @logits(%x, %w, %b)
      : (tensor<8x4xf32>, tensor<4x3xf32>, tensor<3xf32>) -> tensor<8x3xf32>
  %losses = mpc.cross_entropy %logits, %y : (tensor<8x3xf32>, tensor<8xi32>) -> tensor<8xf32>
  %loss = mpc.reduce mean, %losses dims [0] : tensor<8xf32> -> tensor<f32>
  %correct = call @correct(%logits, %y) : (tensor<8x3xf32>, tensor<8xi32>) -> tensor<8xf32>
  %accuracy = mpc.reduce mean, %correct dims [0] : tensor<8xf32> -> tensor<f32>
  return %loss, %accuracy : tensor<f32>, tensor<f32>
}

func.func @eval(
    %x: tensor<8x4xf32> {mpc.input = "x"}, %y: tensor<8xi32> {mpc.input = "y"},
    %w: tensor<4x3xf32> {mpc.param = "w"}, %b: tensor<3xf32> {mpc.param = "b"})
    -> (tensor<8xf32> {mpc.result = "loss"}, tensor<8xf32> {mpc.result = "accuracy"}) {
  %logits = call @logits(%x, %w, %b)
      : (tensor<8x4xf32>, tensor<4x3xf32>, tensor<3xf32>) -> tensor<8x3xf32>
  %losses = mpc.cross_entropy %logits, %y : (tensor<8x3xf32>, tensor<8xi32>) -> tensor<8xf32>
  %correct = call @correct(%logits, %y) : (tensor<8x3xf32>, tensor<8xi32>) -> tensor<8xf32>
  return %losses, %correct : tensor<8xf32>, tensor<8xf32>
}

func.func @predict(
    %x: tensor<8x4xf32> {mpc.input = "x"},
    %w: tensor<4x3xf32> {mpc.param = "w"}, %b: tensor<3xf32> {mpc.param = "b"})
    -> (tensor<8x3xf32> {mpc.result = "logits"}) {
  %logits = call @logits(%x, %w, %b)
      : (tensor<8x4xf32>, tensor<4x3xf32>, tensor<3xf32>) -> tensor<8x3xf32>
  return %logits : tensor<8x3xf32>
}
