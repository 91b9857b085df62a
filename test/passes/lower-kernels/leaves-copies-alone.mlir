// RUN: mpc-opt %s -mpc-form-kernels -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: func.func @copies
// CHECK: mpc.kernel pointwise "copy" domain [4] reduced [] (%[[A:.*]] : tensor<4xi8> = %{{.*}} : tensor<4xui8>) -> (tensor<4xui8>)
// CHECK-NEXT: mpc.yield %[[A]] : tensor<4xi8>
func.func @copies(%x: tensor<4xui8>) -> tensor<4xui8> {
  return %x : tensor<4xui8>
}
