// RUN: mpc-opt %s -mpc-differentiate=seed=true -mpc-assign-precision=policy=O3 | FileCheck %s

// The adjoint of the loss is the loss scale, which f16 cannot hold; what repeats it is
// a number still. Other adjoints are low, the gradients of parameters f32.
// CHECK-LABEL: func.func @train
// CHECK: mpc.tanh {{.*}}<f16, [], "O3.model"
// CHECK: %[[SEED:.*]] = mpc.seed {mpc.adjoint, mpc.precision = #mpc.precision<f32, [], "O3.scalar", "single numbers are f32">}
// CHECK: mpc.broadcast %[[SEED]] {{.*}}<f32, [], "O3.scalar"
// CHECK: mpc.mul {{.*}}mpc.adjoint{{.*}}<f16, [], "O3.model"
// CHECK: mpc.dot_general {{.*}}mpc.adjoint{{.*}}<f32, [f16, f16], "O3.contraction", "tensor cores, accumulates in f32; the gradient of a parameter is never rounded">
func.func @train(%x: tensor<4x4xf32> {mpc.input = "x"}, %w: tensor<4x4xf32> {mpc.param = "w"}, %v: tensor<4x4xf32> {mpc.param = "v"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %1 = mpc.tanh %0 : tensor<4x4xf32>
  %2 = mpc.dot_general %1, %v contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %3 = mpc.reduce sum, %2 dims [0, 1] : tensor<4x4xf32> -> tensor<f32>
  return %3 : tensor<f32>
}
