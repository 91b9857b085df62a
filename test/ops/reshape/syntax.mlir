// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @reshapes_between_any_ranks
func.func @reshapes_between_any_ranks(%x: tensor<64x28x28xui8>, %y: tensor<i64>, %z: tensor<1x1xf16>,
    %w: tensor<0x3xi1>) {
  // CHECK: mpc.reshape %{{.*}} : tensor<64x28x28xui8> -> tensor<64x784xui8>
  %0 = mpc.reshape %x : tensor<64x28x28xui8> -> tensor<64x784xui8>
  // CHECK: mpc.reshape %{{.*}} : tensor<i64> -> tensor<1x1xi64>
  %1 = mpc.reshape %y : tensor<i64> -> tensor<1x1xi64>
  // CHECK: mpc.reshape %{{.*}} : tensor<1x1xf16> -> tensor<f16>
  %2 = mpc.reshape %z : tensor<1x1xf16> -> tensor<f16>
  // CHECK: mpc.reshape %{{.*}} : tensor<0x3xi1> -> tensor<7x0xi1>
  %3 = mpc.reshape %w : tensor<0x3xi1> -> tensor<7x0xi1>
  return
}
