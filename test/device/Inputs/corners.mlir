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

// So many operands lie across that not all can be staged.
func.func @many_operands(
    %x0: tensor<40x70xf32> {mpc.input = "x0"},
    %x1: tensor<40x70xf32> {mpc.input = "x1"},
    %x2: tensor<40x70xf32> {mpc.input = "x2"},
    %x3: tensor<40x70xf32> {mpc.input = "x3"},
    %x4: tensor<40x70xf32> {mpc.input = "x4"},
    %x5: tensor<40x70xf32> {mpc.input = "x5"},
    %x6: tensor<40x70xf32> {mpc.input = "x6"},
    %x7: tensor<40x70xf32> {mpc.input = "x7"},
    %x8: tensor<40x70xf32> {mpc.input = "x8"},
    %x9: tensor<40x70xf32> {mpc.input = "x9"},
    %x10: tensor<40x70xf32> {mpc.input = "x10"},
    %x11: tensor<40x70xf32> {mpc.input = "x11"},
    %x12: tensor<40x70xf32> {mpc.input = "x12"},
    %x13: tensor<40x70xf32> {mpc.input = "x13"},
    %u: tensor<70x40xf32> {mpc.input = "u"}) -> (tensor<70x40xf32> {mpc.result = "y"}) {
  %t0 = mpc.transpose %x0 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t1 = mpc.transpose %x1 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t2 = mpc.transpose %x2 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t3 = mpc.transpose %x3 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t4 = mpc.transpose %x4 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t5 = mpc.transpose %x5 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t6 = mpc.transpose %x6 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t7 = mpc.transpose %x7 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t8 = mpc.transpose %x8 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t9 = mpc.transpose %x9 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t10 = mpc.transpose %x10 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t11 = mpc.transpose %x11 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t12 = mpc.transpose %x12 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  %t13 = mpc.transpose %x13 perm [1, 0] : tensor<40x70xf32> -> tensor<70x40xf32>
  // What is not transposed keeps all others from moving behind the sums.
  %s0 = mpc.add %u, %t0 : tensor<70x40xf32>
  %s1 = mpc.add %s0, %t1 : tensor<70x40xf32>
  %s2 = mpc.add %s1, %t2 : tensor<70x40xf32>
  %s3 = mpc.add %s2, %t3 : tensor<70x40xf32>
  %s4 = mpc.add %s3, %t4 : tensor<70x40xf32>
  %s5 = mpc.add %s4, %t5 : tensor<70x40xf32>
  %s6 = mpc.add %s5, %t6 : tensor<70x40xf32>
  %s7 = mpc.add %s6, %t7 : tensor<70x40xf32>
  %s8 = mpc.add %s7, %t8 : tensor<70x40xf32>
  %s9 = mpc.add %s8, %t9 : tensor<70x40xf32>
  %s10 = mpc.add %s9, %t10 : tensor<70x40xf32>
  %s11 = mpc.add %s10, %t11 : tensor<70x40xf32>
  %s12 = mpc.add %s11, %t12 : tensor<70x40xf32>
  %s13 = mpc.add %s12, %t13 : tensor<70x40xf32>
  return %s13 : tensor<70x40xf32>
}
