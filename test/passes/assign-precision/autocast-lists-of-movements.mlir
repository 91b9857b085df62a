// RUN: mpc-opt %s -mpc-expand-composites -mpc-assign-precision | FileCheck %s

// The second part of autocast-lists.mlir: what is taken apart before precision is
// assigned, and what moves elements. Each op reads a low product again, and what it
// gives is read by an exp.

//===----------------------------------------------------------------------===//
// The list of low precision
//===----------------------------------------------------------------------===//

// CHECK-LABEL: func.func @conv1d_is_low
func.func @conv1d_is_low(%x: tensor<2x10x4xf32>, %w: tensor<3x4x8xf32> {mpc.param = "w"}) -> tensor<2x8x8xf32> {
  // CHECK: mpc.dot_general {{.*}}#mpc.precision<f16, [f16, f16], "amp.contraction", "tensor cores, accumulates in f32">
  %y = mpc.conv1d %x, %w : (tensor<2x10x4xf32>, tensor<3x4x8xf32>) -> tensor<2x8x8xf32>
  %r = mpc.exp %y : tensor<2x8x8xf32>
  return %r : tensor<2x8x8xf32>
}

// CHECK-LABEL: func.func @conv2d_is_low
func.func @conv2d_is_low(%x: tensor<2x6x6x4xf32>, %w: tensor<3x3x4x8xf32> {mpc.param = "w"}) -> tensor<2x6x6x8xf32> {
  // CHECK: mpc.dot_general {{.*}}#mpc.precision<f16, [f16, f16], "amp.contraction", "tensor cores, accumulates in f32">
  %y = mpc.conv2d %x, %w low [1, 1] high [1, 1] : (tensor<2x6x6x4xf32>, tensor<3x3x4x8xf32>) -> tensor<2x6x6x8xf32>
  %r = mpc.exp %y : tensor<2x6x6x8xf32>
  return %r : tensor<2x6x6x8xf32>
}

// CHECK-LABEL: func.func @conv_transpose2d_is_low
func.func @conv_transpose2d_is_low(%x: tensor<2x3x3x8xf32>, %w: tensor<2x2x8x4xf32> {mpc.param = "w"}) -> tensor<2x6x6x4xf32> {
  // CHECK: mpc.dot_general {{.*}}#mpc.precision<f16, [f16, f16], "amp.contraction", "tensor cores, accumulates in f32">
  %y = mpc.conv_transpose2d %x, %w stride [2, 2] : (tensor<2x3x3x8xf32>, tensor<2x2x8x4xf32>) -> tensor<2x6x6x4xf32>
  %r = mpc.exp %y : tensor<2x6x6x4xf32>
  return %r : tensor<2x6x6x4xf32>
}

//===----------------------------------------------------------------------===//
// On no list
//===----------------------------------------------------------------------===//

// CHECK-LABEL: func.func @slice_keeps_what_arrives
func.func @slice_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x3xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.slice {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.slice %x from [0, 1] : tensor<4x4xf32> -> tensor<4x3xf32>
  %r = mpc.exp %y : tensor<4x3xf32>
  return %r : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @pad_keeps_what_arrives
func.func @pad_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x7xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.pad {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.pad %x low [0, 1] high [0, 2] : tensor<4x4xf32> -> tensor<4x7xf32>
  %r = mpc.exp %y : tensor<4x7xf32>
  return %r : tensor<4x7xf32>
}

// CHECK-LABEL: func.func @reverse_keeps_what_arrives
func.func @reverse_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.reverse {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.reverse %x dims [1] : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @concat_keeps_what_arrives
func.func @concat_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x8xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.concat {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.concat %x, %x dim 1 : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x8xf32>
  %r = mpc.exp %y : tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @gather_keeps_what_arrives
func.func @gather_keeps_what_arrives(%a: tensor<4x4xf32>, %ids: tensor<6xi32>) -> tensor<6x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.gather {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.gather %x, %ids dim 0 : (tensor<4x4xf32>, tensor<6xi32>) -> tensor<6x4xf32>
  %r = mpc.exp %y : tensor<6x4xf32>
  return %r : tensor<6x4xf32>
}

// CHECK-LABEL: func.func @dynamic_slice_keeps_what_arrives
func.func @dynamic_slice_keeps_what_arrives(%a: tensor<4x4xf32>, %i: tensor<i32>) -> tensor<2x3xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.dynamic_slice {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.dynamic_slice %x, %i, %i : (tensor<4x4xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
  %r = mpc.exp %y : tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @max_pool2d_keeps_what_arrives
func.func @max_pool2d_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<1x2x2x1xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %v = mpc.reshape %x : tensor<4x4xf32> -> tensor<1x4x4x1xf32>
  // CHECK: mpc.reduce max, {{.*}}#mpc.precision<f16, [], "amp.follow"
  %y = mpc.max_pool2d %v size [2, 2] : tensor<1x4x4x1xf32> -> tensor<1x2x2x1xf32>
  %r = mpc.exp %y : tensor<1x2x2x1xf32>
  return %r : tensor<1x2x2x1xf32>
}

// Its mean is f32, as every mean is here.
// CHECK-LABEL: func.func @avg_pool2d_is_f32
func.func @avg_pool2d_is_f32(%a: tensor<4x4xf32>) -> tensor<1x2x2x1xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %v = mpc.reshape %x : tensor<4x4xf32> -> tensor<1x4x4x1xf32>
  // CHECK: mpc.reduce {{mean|sum}}, {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.avg_pool2d %v size [2, 2] : tensor<1x4x4x1xf32> -> tensor<1x2x2x1xf32>
  %r = mpc.exp %y : tensor<1x2x2x1xf32>
  return %r : tensor<1x2x2x1xf32>
}
