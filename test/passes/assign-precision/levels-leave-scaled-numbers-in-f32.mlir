// RUN: mpc-opt %s -mpc-differentiate=seed=true -mpc-assign-precision=policy=O3 | FileCheck %s

// The adjoint of the loss is the loss scale, which f16 cannot hold; what repeats it is
// a number still. The gradient of the parameter is f32.
// CHECK-LABEL: func.func @train
// CHECK: mpc.tanh {{.*}}"O3.model"
// CHECK: %[[SEED:.*]] = mpc.seed {mpc.adjoint, mpc.precision = #mpc.precision<f32, [], "O3.scalar"
// CHECK: mpc.broadcast %[[SEED]] {{.*}}<f32, [], "O3.scalar", "single numbers are f32">
// CHECK: mpc.mul {{.*}}mpc.adjoint{{.*}}<f{{16|32}}, [], "O3.{{model|gradient}}"
func.func @train(%x: tensor<4xf32> {mpc.input = "x"}, %w: tensor<4xf32> {mpc.param = "w"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.mul %w, %x : tensor<4xf32>
  %1 = mpc.tanh %0 : tensor<4xf32>
  %2 = mpc.reduce sum, %1 dims [0] : tensor<4xf32> -> tensor<f32>
  return %2 : tensor<f32>
}
