// RUN: mpc-opt %s -mpc-assign-precision="policy=O0 format=f32" | FileCheck %s --check-prefix=O0
// RUN: mpc-opt %s -mpc-assign-precision=policy=O1 | FileCheck %s --check-prefix=O1
// RUN: mpc-opt %s -mpc-assign-precision=policy=O2 | FileCheck %s --check-prefix=O2
// RUN: mpc-opt %s -mpc-assign-precision=policy=O3 | FileCheck %s --check-prefix=O3

// O0 decides nothing; of all levels O3 alone has no f32 parameters.
// O0-NOT: mpc.precision
// O1-NOT: mpc.parameter_format
// O2-NOT: mpc.parameter_format
// O3: mpc.parameter_format = "f16"

func.func @train(%x: tensor<4x4xf32> {mpc.input = "x"}, %params: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %w = mpc.segment %params[0] : tensor<1x256xf32> -> tensor<4x4xf32> loc("w")
  // O1: mpc.mul {{.*}}<f32, [], "O1.follow", "\22an input\22 is f32">
  // O2: mpc.mul {{.*}}<f16, [], "O2.model", "the whole model is low">
  // O3: mpc.mul {{.*}}<f16, [], "O3.model", "the whole model is low">
  %0 = mpc.mul %x, %w : tensor<4x4xf32>
  // O1: mpc.dot_general {{.*}}<f16, [f16, f16], "O1.contraction"
  // O2: mpc.dot_general {{.*}}<f16, [f16, f16], "O2.contraction", "tensor cores, accumulates in f32">
  // O3: mpc.dot_general {{.*}}<f16, [f16, f16], "O3.contraction"
  %1 = mpc.dot_general %0, %w contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("y")
  // O1: mpc.exp {{.*}}<f32, [], "O1.keep32"
  // O2: mpc.exp {{.*}}<f16, [], "O2.model"
  // O3: mpc.exp {{.*}}<f16, [], "O3.model"
  %2 = mpc.exp %1 : tensor<4x4xf32>
  // O1: mpc.softmax {{.*}}<f32, [], "O1.keep32"
  // O2: mpc.softmax {{.*}}<f32, [], "O2.norm", "sums, norms and losses are f32">
  // O3: mpc.softmax {{.*}}<f16, [], "O3.model"
  %3 = mpc.softmax %2 dim 1 : tensor<4x4xf32>
  // What follows a norm is low again.
  // O1: mpc.relu {{.*}}<f32, [], "O1.follow"
  // O2: mpc.relu {{.*}}<f16, [], "O2.model"
  // O3: mpc.relu {{.*}}<f16, [], "O3.model"
  %4 = mpc.relu %3 : tensor<4x4xf32>
  %mask = mpc.constant dense<-1.0e9> : tensor<4x4xf32>
  // O1: mpc.add {{.*}}<f32, [], "O1.{{follow|promote|constant}}"
  // O2: mpc.add {{.*}}<f32, [], "O2.constant"
  // O3: mpc.add {{.*}}<f32, [], "O3.constant"
  %5 = mpc.add %4, %mask : tensor<4x4xf32>
  // O1: mpc.reduce sum, {{.*}}<f32, [], "O1.keep32"
  // O2: mpc.reduce sum, {{.*}}<f32, [], "O2.norm"
  // O3: mpc.reduce sum, {{.*}}<f16, [], "O3.model"
  %6 = mpc.reduce sum, %5 dims [1] : tensor<4x4xf32> -> tensor<4xf32>
  // O1: mpc.reduce mean, {{.*}}<f32, [], "O1.keep32"
  // O2: mpc.reduce mean, {{.*}}<f32, [], "O2.returned", "the caller receives f32">
  // O3: mpc.reduce mean, {{.*}}<f32, [], "O3.returned"
  %7 = mpc.reduce mean, %6 dims [0] : tensor<4xf32> -> tensor<f32>
  return %7 : tensor<f32>
}
