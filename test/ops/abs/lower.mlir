// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: @bytes_pass_unchanged
func.func @bytes_pass_unchanged(%x: tensor<4xui8>) -> tensor<4xui8> {
  // CHECK: ^bb0(%[[IN:.*]]: i8, %{{.*}}: i8):
  // CHECK-NEXT: linalg.yield %[[IN]] : i8
  %0 = mpc.abs %x : tensor<4xui8>
  return %0 : tensor<4xui8>
}

// Neither target has an absolute value of integers of its own.
// CHECK-LABEL: @integers_are_the_larger_of_two
func.func @integers_are_the_larger_of_two(%x: tensor<4xi32>) -> tensor<4xi32> {
  // CHECK: %[[NEGATIVE:.*]] = arith.subi %{{.*}}, %[[IN:.*]] : i32
  // CHECK-NEXT: arith.maxsi %[[IN]], %[[NEGATIVE]] : i32
  %0 = mpc.abs %x : tensor<4xi32>
  return %0 : tensor<4xi32>
}
