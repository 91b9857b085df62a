// RUN: mpc-opt %s -mpc-differentiate -mpc-assign-precision | FileCheck %s

// autocast rounds the gradient of a parameter to the format of its copy. Here it
// leaves its product in f32, which is what the update wants.
// CHECK-LABEL: func.func @train
func.func @train(%x: tensor<8x4xf32> {mpc.input = "x"}, %w: tensor<4x6xf32> {mpc.param = "w"},
                 %b: tensor<6xf32> {mpc.param = "b"}, %v: tensor<6x3xf32> {mpc.param = "v"}) -> tensor<f32> {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<8x4xf32>, tensor<4x6xf32>) -> tensor<8x6xf32> loc("first")
  %1 = mpc.broadcast %b dims [1] : tensor<6xf32> -> tensor<8x6xf32>
  %2 = mpc.add %0, %1 : tensor<8x6xf32> loc("bias")
  %3 = mpc.relu %2 : tensor<8x6xf32> loc("relu")
  %4 = mpc.dot_general %3, %v contract [1] x [0] : (tensor<8x6xf32>, tensor<6x3xf32>) -> tensor<8x3xf32> loc("second")
  %5 = mpc.tanh %4 : tensor<8x3xf32>
  %loss = mpc.reduce sum, %5 dims [0, 1] : tensor<8x3xf32> -> tensor<f32> loc("loss")

  // The gradient of the data is low as the product was: it is an intermediate.
  // CHECK: mpc.dot_general {{.*}} contract [1] x [1] {mpc.adjoint, mpc.precision = #mpc.precision<f16, [f16, f16], "amp.contraction", "tensor cores, accumulates in f32">}
  // The gradient of %v.
  // CHECK: mpc.dot_general {{.*}} contract [0] x [0] {mpc.adjoint, mpc.precision = #mpc.precision<f32, [f16, f16], "amp.contraction", "tensor cores, accumulates in f32; the gradient of a parameter is never rounded">}
  // What flows back through relu follows.
  // CHECK: mpc.select {{.*}} {mpc.adjoint, mpc.precision = #mpc.precision<f16, [], "amp.follow", "\22adjoint of second\22 is f16">}
  // The gradient of %b is a sum.
  // CHECK: %[[DB:.*]] = mpc.reduce sum, {{.*}} {mpc.adjoint, mpc.precision = #mpc.precision<f32, [], "amp.keep32"
  // The gradient of %w.
  // CHECK: %[[DW:.*]] = mpc.dot_general {{.*}} contract [0] x [0] {mpc.adjoint, mpc.precision = #mpc.precision<f32, [f16, f16], "amp.contraction"
  // CHECK: return %{{.*}}, %[[DW]], %[[DB]],
  return %loss : tensor<f32>
}
