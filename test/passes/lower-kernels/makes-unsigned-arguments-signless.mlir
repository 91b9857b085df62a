// RUN: mpc-opt %s -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: func.func @widens_bytes_without_sign
// CHECK: (%[[A:.*]] : tensor<4xi8> = %{{.*}} : tensor<4xui8>)
// CHECK: linalg.generic {{.*}} ins(%[[A]] : tensor<4xi8>)
// CHECK: arith.uitofp
func.func @widens_bytes_without_sign(%x: tensor<4xui8>) -> tensor<4xf32> {
  %0 = mpc.kernel pointwise "convert" domain [4] reduced []
      (%a = %x : tensor<4xui8>) -> (tensor<4xf32>) {
    %1 = mpc.convert %a : tensor<4xui8> to tensor<4xf32>
    mpc.yield %1 : tensor<4xf32>
  }
  return %0 : tensor<4xf32>
}
