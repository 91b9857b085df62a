// All that images need, small: windows of every kind, norms, an embedding, dropout.
func.func @train(
    %x: tensor<2x8x8x3xui8> {mpc.input = "x"}, %t: tensor<2xi32> {mpc.input = "t"},
    %k1: tensor<3x3x3x8xf32> {mpc.param = "k1", mpc.init = #mpc.init<kaiming_normal>},
    %g1: tensor<8xf32> {mpc.param = "g1", mpc.init = #mpc.init<ones>}, %o1: tensor<8xf32> {mpc.param = "o1"},
    %k2: tensor<3x3x8x16xf32> {mpc.param = "k2", mpc.init = #mpc.init<kaiming_normal>},
    %g2: tensor<16xf32> {mpc.param = "g2", mpc.init = #mpc.init<ones>}, %o2: tensor<16xf32> {mpc.param = "o2"},
    %e: tensor<10x16xf32> {mpc.param = "e", mpc.init = #mpc.init<normal(0.0, 0.5)>},
    %k3: tensor<2x2x16x8xf32> {mpc.param = "k3", mpc.init = #mpc.init<kaiming_normal>},
    %d3: tensor<3x3x1x16xf32> {mpc.param = "d3", mpc.init = #mpc.init<kaiming_normal>},
    %k4: tensor<1x1x16x3xf32> {mpc.param = "k4", mpc.init = #mpc.init<kaiming_normal>},
    %m1: tensor<8xf32> {mpc.state = "m1"}, %v1: tensor<8xf32> {mpc.state = "v1", mpc.init = #mpc.init<ones>})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<8xf32> {mpc.updates = "m1"}, tensor<8xf32> {mpc.updates = "v1"}) {
  %f = mpc.convert %x : tensor<2x8x8x3xui8> to tensor<2x8x8x3xf32>
  %s = mpc.constant dense<0.00392156886> : tensor<2x8x8x3xf32>
  %image = mpc.mul %f, %s : tensor<2x8x8x3xf32>

  // Down: 8x8 to 4x4.
  %y1 = mpc.conv2d %image, %k1 low [1, 1] high [1, 1] : (tensor<2x8x8x3xf32>, tensor<3x3x3x8xf32>) -> tensor<2x8x8x8xf32>
  %z1, %nm, %nv = mpc.batch_norm %y1, %g1, %o1, %m1, %v1
      : (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>)
  %r1 = mpc.silu %z1 : tensor<2x8x8x8xf32>
  %p1 = mpc.max_pool2d %r1 size [3, 3] stride [2, 2] low [1, 1] high [0, 0] : tensor<2x8x8x8xf32> -> tensor<2x4x4x8xf32>

  // An embedding of each example is added to all of its pixels.
  %y2 = mpc.conv2d %p1, %k2 low [1, 1] high [1, 1] : (tensor<2x4x4x8xf32>, tensor<3x3x8x16xf32>) -> tensor<2x4x4x16xf32>
  %rows = mpc.gather %e, %t dim 0 : (tensor<10x16xf32>, tensor<2xi32>) -> tensor<2x16xf32>
  %all = mpc.broadcast %rows dims [0, 3] : tensor<2x16xf32> -> tensor<2x4x4x16xf32>
  %a2 = mpc.add %y2, %all : tensor<2x4x4x16xf32>
  %n2 = mpc.group_norm %a2 scale %g2 offset %o2 groups 4 : (tensor<2x4x4x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<2x4x4x16xf32>
  %r2 = mpc.relu %n2 : tensor<2x4x4x16xf32>
  %w2 = mpc.conv2d %r2, %d3 low [1, 1] high [1, 1] groups 16 : (tensor<2x4x4x16xf32>, tensor<3x3x1x16xf32>) -> tensor<2x4x4x16xf32>

  // Up again, beside what was there.
  %y3 = mpc.conv_transpose2d %w2, %k3 stride [2, 2] : (tensor<2x4x4x16xf32>, tensor<2x2x16x8xf32>) -> tensor<2x8x8x8xf32>
  %both = mpc.concat %y3, %r1 dim 3 : (tensor<2x8x8x8xf32>, tensor<2x8x8x8xf32>) -> tensor<2x8x8x16xf32>
  %y4 = mpc.conv2d %both, %k4 : (tensor<2x8x8x16xf32>, tensor<1x1x16x3xf32>) -> tensor<2x8x8x3xf32>
  %q4 = mpc.avg_pool2d %y4 size [2, 2] : tensor<2x8x8x3xf32> -> tensor<2x4x4x3xf32>
  %half = mpc.slice %image from [0, 0, 1, 0] by [1, 2, 2, 1] : tensor<2x8x8x3xf32> -> tensor<2x4x4x3xf32>
  %l = mpc.squared_error %q4, %half : tensor<2x4x4x3xf32>
  %loss = mpc.reduce mean, %l dims [0, 1, 2, 3] : tensor<2x4x4x3xf32> -> tensor<f32>
  return %loss, %nm, %nv : tensor<f32>, tensor<8xf32>, tensor<8xf32>
}
