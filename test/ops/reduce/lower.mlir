// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: @sums_16_bits_in_f32
func.func @sums_16_bits_in_f32(%x: tensor<4x5xbf16>) -> tensor<4xbf16> {
  // CHECK: arith.extf %{{.*}} : bf16 to f32
  // CHECK: linalg.fill {{.*}} -> tensor<4xf32>
  // CHECK: iterator_types = ["parallel", "reduction"]
  // CHECK: arith.addf %{{.*}} : f32
  // CHECK: arith.truncf %{{.*}} : f32 to bf16
  %0 = mpc.reduce sum, %x dims [1] : tensor<4x5xbf16> -> tensor<4xbf16>
  return %0 : tensor<4xbf16>
}

// The reduction holds its combiner only, so that partial sums can be combined.
// CHECK-LABEL: @divides_the_finished_sum
func.func @divides_the_finished_sum(%x: tensor<4x5xf32>) -> tensor<f32> {
  // CHECK: %[[COUNT:.*]] = arith.constant 2.000000e+01 : f32
  // CHECK-NEXT: arith.divf %{{.*}}, %[[COUNT]]
  %0 = mpc.reduce mean, %x dims [0, 1] : tensor<4x5xf32> -> tensor<f32>
  return %0 : tensor<f32>
}

// CHECK-LABEL: @max_starts_at_minus_infinity
func.func @max_starts_at_minus_infinity(%x: tensor<4xf32>) -> tensor<f32> {
  // CHECK: %[[LEAST:.*]] = arith.constant 0xFF800000 : f32
  // CHECK: linalg.fill ins(%[[LEAST]] : f32)
  // CHECK: arith.maximumf
  %0 = mpc.reduce max, %x dims [0] : tensor<4xf32> -> tensor<f32>
  return %0 : tensor<f32>
}

// CHECK-LABEL: @max_of_bytes_is_unsigned
func.func @max_of_bytes_is_unsigned(%x: tensor<4xui8>) -> tensor<ui8> {
  // CHECK: %[[LEAST:.*]] = arith.constant 0 : i8
  // CHECK: linalg.fill ins(%[[LEAST]] : i8)
  // CHECK: arith.maxui
  %0 = mpc.reduce max, %x dims [0] : tensor<4xui8> -> tensor<ui8>
  return %0 : tensor<ui8>
}
