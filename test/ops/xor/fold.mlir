// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @of_predicates
func.func @of_predicates() -> tensor<4xi1> {
  %0 = mpc.constant dense<true> : tensor<4xi1>
  %1 = mpc.constant dense<true> : tensor<4xi1>
  %2 = mpc.xor %0, %1 : tensor<4xi1>
  // CHECK: mpc.constant dense<false> : tensor<4xi1>
  return %2 : tensor<4xi1>
}

// CHECK-LABEL: @of_bits
func.func @of_bits() -> tensor<4xi32> {
  %0 = mpc.constant dense<12> : tensor<4xi32>
  %1 = mpc.constant dense<10> : tensor<4xi32>
  %2 = mpc.xor %0, %1 : tensor<4xi32>
  // CHECK: mpc.constant dense<6> : tensor<4xi32>
  return %2 : tensor<4xi32>
}
