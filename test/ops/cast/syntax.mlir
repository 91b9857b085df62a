// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @stores_in_every_format
func.func @stores_in_every_format(%x: tensor<4xf32>) {
  // CHECK: mpc.cast %{{.*}} to f16 : tensor<4xf32> -> tensor<4xf16>
  %0 = mpc.cast %x to f16 : tensor<4xf32> -> tensor<4xf16>
  // CHECK: mpc.cast %{{.*}} to bf16 : tensor<4xf32> -> tensor<4xbf16>
  %1 = mpc.cast %x to bf16 : tensor<4xf32> -> tensor<4xbf16>
  // CHECK: mpc.cast %{{.*}} to tf32 : tensor<4xf32> -> tensor<4xf32>
  %2 = mpc.cast %x to tf32 : tensor<4xf32> -> tensor<4xf32>
  // CHECK: mpc.cast %{{.*}} to f32 : tensor<4xf16> -> tensor<4xf32>
  %3 = mpc.cast %0 to f32 : tensor<4xf16> -> tensor<4xf32>
  // CHECK: mpc.cast %{{.*}} to f32 : tensor<4xbf16> -> tensor<4xf32>
  %4 = mpc.cast %1 to f32 : tensor<4xbf16> -> tensor<4xf32>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%x: tensor<f32>, %y: tensor<0x3xf32>) {
  // CHECK: mpc.cast %{{.*}} to f16 : tensor<f32> -> tensor<f16>
  %0 = mpc.cast %x to f16 : tensor<f32> -> tensor<f16>
  // CHECK: mpc.cast %{{.*}} to bf16 : tensor<0x3xf32> -> tensor<0x3xbf16>
  %1 = mpc.cast %y to bf16 : tensor<0x3xf32> -> tensor<0x3xbf16>
  return
}
