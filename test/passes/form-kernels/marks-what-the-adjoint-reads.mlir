// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// CHECK-LABEL: func.func @train
// CHECK: mpc.kernel contraction "forward"
// CHECK-NOT: mpc.adjoint_inputs
// CHECK: mpc.kernel contraction "adjoint of forward" {{.*}} attributes {mpc.adjoint_inputs = array<i64: 0, 1>, mpc.adjoint_results = array<i64: 0>}
func.func @train(%x: tensor<4x8xf32>, %w: tensor<8x2xf32>)
    -> (tensor<4x2xf32>, tensor<8x2xf32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<4x8xf32>, tensor<8x2xf32>) -> tensor<4x2xf32> loc("forward")
  %1 = mpc.dot_general %x, %0 contract [0] x [0] {mpc.adjoint}
      : (tensor<4x8xf32>, tensor<4x2xf32>) -> tensor<8x2xf32> loc("forward")
  return %0, %1 : tensor<4x2xf32>, tensor<8x2xf32>
}
