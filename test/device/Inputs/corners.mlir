// Shapes that are at the edge of what kernels can be.

func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %loss = mpc.mul %w, %w : tensor<f32>
  return %loss : tensor<f32>
}

func.func @rows_of_nothing(%x: tensor<8x0xf32> {mpc.input = "x"}) -> (tensor<8x0xf32> {mpc.result = "y"}) {
  %y = mpc.softmax %x dim 1 : tensor<8x0xf32>
  return %y : tensor<8x0xf32>
}

func.func @one_product(%x: tensor<4xf32> {mpc.input = "x"}, %y: tensor<4xf32> {mpc.input = "y"}) -> (tensor<f32> {mpc.result = "z"}) {
  %z = mpc.dot_general %x, %y contract [0] x [0] : (tensor<4xf32>, tensor<4xf32>) -> tensor<f32>
  return %z : tensor<f32>
}

// More than a grid has along z.
func.func @many_batches(%x: tensor<70000x16x8xf32> {mpc.input = "x"}, %y: tensor<70000x8x16xf32> {mpc.input = "y"}) -> (tensor<70000x16x16xf32> {mpc.result = "z"}) {
  %z = mpc.dot_general %x, %y batch [0] x [0] contract [2] x [1]
      : (tensor<70000x16x8xf32>, tensor<70000x8x16xf32>) -> tensor<70000x16x16xf32>
  return %z : tensor<70000x16x16xf32>
}

// More elements than 32 bits count, none of which is in memory.
func.func @many_elements(%x: tensor<50000xf32> {mpc.input = "x"}, %y: tensor<50000xf32> {mpc.input = "y"}) -> (tensor<f32> {mpc.result = "z"}) {
  %r = mpc.broadcast %x dims [0] : tensor<50000xf32> -> tensor<50000x50000xf32>
  %c = mpc.broadcast %y dims [1] : tensor<50000xf32> -> tensor<50000x50000xf32>
  %m = mpc.max %r, %c : tensor<50000x50000xf32>
  %z = mpc.reduce mean, %m dims [0, 1] : tensor<50000x50000xf32> -> tensor<f32>
  return %z : tensor<f32>
}
