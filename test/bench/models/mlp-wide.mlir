// A multilayer perceptron whose products fill a GPU: 4096 examples, layers of 4096.

func.func @train(
    %x: tensor<4096x1024xui8> {mpc.input = "x"},
    %y: tensor<4096xui8> {mpc.input = "y"},
    %w1: tensor<1024x4096xf32> {mpc.param = "fc1.weight", mpc.init = #mpc.init<kaiming_uniform>},
    %b1: tensor<4096xf32> {mpc.param = "fc1.bias"},
    %w2: tensor<4096x4096xf32> {mpc.param = "fc2.weight", mpc.init = #mpc.init<kaiming_uniform>},
    %b2: tensor<4096xf32> {mpc.param = "fc2.bias"},
    %w3: tensor<4096x10xf32> {mpc.param = "fc3.weight", mpc.init = #mpc.init<xavier_uniform>},
    %b3: tensor<10xf32> {mpc.param = "fc3.bias"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %floats = mpc.convert %x : tensor<4096x1024xui8> to tensor<4096x1024xf32>
  %scale = mpc.constant dense<0.00392156886> : tensor<4096x1024xf32>
  %x0 = mpc.mul %floats, %scale : tensor<4096x1024xf32>

  %y1 = mpc.dot_general %x0, %w1 contract [1] x [0]
      : (tensor<4096x1024xf32>, tensor<1024x4096xf32>) -> tensor<4096x4096xf32> loc("fc1")
  %c1 = mpc.broadcast %b1 dims [1] : tensor<4096xf32> -> tensor<4096x4096xf32>
  %z1 = mpc.add %y1, %c1 : tensor<4096x4096xf32> loc("fc1.bias")
  %h1 = mpc.relu %z1 : tensor<4096x4096xf32> loc("fc1.relu")

  %y2 = mpc.dot_general %h1, %w2 contract [1] x [0]
      : (tensor<4096x4096xf32>, tensor<4096x4096xf32>) -> tensor<4096x4096xf32> loc("fc2")
  %c2 = mpc.broadcast %b2 dims [1] : tensor<4096xf32> -> tensor<4096x4096xf32>
  %z2 = mpc.add %y2, %c2 : tensor<4096x4096xf32> loc("fc2.bias")
  %h2 = mpc.relu %z2 : tensor<4096x4096xf32> loc("fc2.relu")

  %y3 = mpc.dot_general %h2, %w3 contract [1] x [0]
      : (tensor<4096x4096xf32>, tensor<4096x10xf32>) -> tensor<4096x10xf32> loc("fc3")
  %c3 = mpc.broadcast %b3 dims [1] : tensor<10xf32> -> tensor<4096x10xf32>
  %z3 = mpc.add %y3, %c3 : tensor<4096x10xf32> loc("fc3.bias")
  %losses = mpc.cross_entropy %z3, %y : (tensor<4096x10xf32>, tensor<4096xui8>) -> tensor<4096xf32>
  %loss = mpc.reduce mean, %losses dims [0] : tensor<4096xf32> -> tensor<f32>
  return %loss : tensor<f32>
}
