// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @equal_constants_become_one
func.func @equal_constants_become_one() -> (tensor<4xf32>, tensor<4xf32>) {
  // CHECK-NEXT: %[[C:.*]] = mpc.constant
  // CHECK-NEXT: return %[[C]], %[[C]]
  %0 = mpc.constant dense<0.5> : tensor<4xf32>
  %1 = mpc.constant dense<0.5> : tensor<4xf32>
  return %0, %1 : tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: @zeros_of_both_signs_are_two
func.func @zeros_of_both_signs_are_two() -> (tensor<4xf32>, tensor<4xf32>) {
  // CHECK-COUNT-2: mpc.constant
  %0 = mpc.constant dense<0.0> : tensor<4xf32>
  %1 = mpc.constant dense<-0.0> : tensor<4xf32>
  return %0, %1 : tensor<4xf32>, tensor<4xf32>
}
