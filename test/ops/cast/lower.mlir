// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: @rounds_to_16_bits_once
func.func @rounds_to_16_bits_once(%x: tensor<4xf32>) -> (tensor<4xf16>, tensor<4xbf16>) {
  // CHECK-DAG: arith.truncf %{{.*}} : f32 to f16
  // CHECK-DAG: arith.truncf %{{.*}} : f32 to bf16
  %0 = mpc.cast %x to f16 : tensor<4xf32> -> tensor<4xf16>
  %1 = mpc.cast %x to bf16 : tensor<4xf32> -> tensor<4xbf16>
  return %0, %1 : tensor<4xf16>, tensor<4xbf16>
}

// No target's own rounding to tf32 is used.
// CHECK-LABEL: @rounds_to_tf32_in_integers
func.func @rounds_to_tf32_in_integers(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: %[[BITS:.*]] = arith.bitcast %[[IN:.*]] : f32 to i32
  // CHECK: %[[ROUNDED:.*]] = arith.bitcast %{{.*}} : i32 to f32
  // CHECK: arith.select %{{.*}}, %[[ROUNDED]], %[[IN]] : f32
  %0 = mpc.cast %x to tf32 : tensor<4xf32> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
