// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: @bytes_pass_unchanged
func.func @bytes_pass_unchanged(%x: tensor<4xui8>) -> tensor<4xui8> {
  // CHECK: ^bb0(%[[IN:.*]]: i8, %{{.*}}: i8):
  // CHECK-NEXT: linalg.yield %[[IN]] : i8
  %0 = mpc.abs %x : tensor<4xui8>
  return %0 : tensor<4xui8>
}
