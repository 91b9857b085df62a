// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @draws_bits_uniform_and_normal_numbers
func.func @draws_bits_uniform_and_normal_numbers(%seed: tensor<i64>, %iteration: tensor<i64>,
    %micro_batch: tensor<i64>) {
  // CHECK: mpc.random bits, %{{.*}}, %{{.*}}, %{{.*}} stream 0 : tensor<i32>
  %0 = mpc.random bits, %seed, %iteration, %micro_batch stream 0 : tensor<i32>
  // CHECK: mpc.random bits, %{{.*}}, %{{.*}}, %{{.*}} stream 1 : tensor<4xi64>
  %1 = mpc.random bits, %seed, %iteration, %micro_batch stream 1 : tensor<4xi64>
  // CHECK: mpc.random uniform, %{{.*}}, %{{.*}}, %{{.*}} stream 2 : tensor<0x3xf16>
  %2 = mpc.random uniform, %seed, %iteration, %micro_batch stream 2 : tensor<0x3xf16>
  // CHECK: mpc.random normal, %{{.*}}, %{{.*}}, %{{.*}} stream 3 : tensor<4x5xf32>
  %3 = mpc.random normal, %seed, %iteration, %micro_batch stream 3 : tensor<4x5xf32>
  return
}
