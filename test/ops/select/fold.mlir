// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @a_constant_predicate_takes_an_arm
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[Y:.*]]: tensor<4xf32>
func.func @a_constant_predicate_takes_an_arm(%x: tensor<4xf32>, %y: tensor<4xf32>)
    -> (tensor<4xf32>, tensor<4xf32>) {
  %true = mpc.constant dense<true> : tensor<4xi1>
  %false = mpc.constant dense<false> : tensor<4xi1>
  %0 = mpc.select %true, %x, %y : tensor<4xf32>
  %1 = mpc.select %false, %x, %y : tensor<4xf32>
  // CHECK-NEXT: return %[[X]], %[[Y]]
  return %0, %1 : tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: @equal_arms_need_no_predicate
// CHECK-SAME: %{{.*}}: tensor<4xi1>, %[[X:.*]]: tensor<4xf32>
func.func @equal_arms_need_no_predicate(%p: tensor<4xi1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.select %p, %x, %x : tensor<4xf32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: @a_mixed_predicate_stays
func.func @a_mixed_predicate_stays(%x: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<2xf32> {
  %p = mpc.constant dense<[true, false]> : tensor<2xi1>
  // CHECK: mpc.select
  %0 = mpc.select %p, %x, %y : tensor<2xf32>
  return %0 : tensor<2xf32>
}
