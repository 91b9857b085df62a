// RUN: mpc-opt %s -mpc-simplify-casts=casts=fused | FileCheck %s

// The relu is part of the product's kernel. A product multiplies tf32 as it gets
// it: without the cast the GPU would cut bits off, and the host would not.
// CHECK-LABEL: func.func @an_operand_of_the_same_kernel
func.func @an_operand_of_the_same_kernel(%a: tensor<4x4xf32>, %b: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: %[[X:.*]] = mpc.relu
  // CHECK-NEXT: %[[ROUNDED:.*]] = mpc.cast %[[X]] to tf32
  // CHECK-NEXT: mpc.dot_general %[[ROUNDED]], %{{.*}}
  %x = mpc.relu %a : tensor<4x4xf32>
  %0 = mpc.cast %x to tf32 : tensor<4x4xf32> -> tensor<4x4xf32>
  %y = mpc.dot_general %0, %b contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}
