// RUN: mpc-opt %s -mpc-simplify-casts -mpc-form-kernels | FileCheck %s

// Both what is computed and what is rounded is in memory at the end.
// CHECK: func.func @counts_what_costs_traffic{{.*}} {mpc.casts_costly = 1 : i64
func.func @counts_what_costs_traffic(%a: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf16>) {
  %x = mpc.exp %a : tensor<4xf32>
  %0 = mpc.cast %x to f16 : tensor<4xf32> -> tensor<4xf16>
  return %x, %0 : tensor<4xf32>, tensor<4xf16>
}

// What is stored in 16 bits only costs nothing.
// CHECK: func.func @counts_no_other{{.*}} {mpc.casts_costly = 0 : i64
func.func @counts_no_other(%a: tensor<4xf32>) -> tensor<4xf16> {
  %x = mpc.exp %a : tensor<4xf32>
  %0 = mpc.cast %x to f16 : tensor<4xf32> -> tensor<4xf16>
  return %0 : tensor<4xf16>
}
