// RUN: mpc-opt %s -mpc-assign-precision=format=tf32 -mpc-insert-casts | FileCheck %s

// tf32 is a rounding, not a storage: the cast gives f32 and nothing is copied.
// CHECK-LABEL: func.func @operands_of_products_are_rounded
// CHECK-SAME: %[[A:[^:]*]]: tensor<4x4xf32>, %[[P:[^:]*]]: tensor<1x256xf32>
// CHECK-NOT: params_tf32
func.func @operands_of_products_are_rounded(
    %a: tensor<4x4xf32>, %p: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"}) -> tensor<4x4xf32> {
  // CHECK: %[[X:.*]] = mpc.cast %[[A]] to tf32 : tensor<4x4xf32> -> tensor<4x4xf32>
  // CHECK: %[[S:.*]] = mpc.segment %[[P]]
  // CHECK: %[[W:.*]] = mpc.cast %[[S]] to tf32 : tensor<4x4xf32> -> tensor<4x4xf32>
  %w = mpc.segment %p[0] : tensor<1x256xf32> -> tensor<4x4xf32>
  // CHECK: mpc.dot_general %[[X]], %[[W]]
  // CHECK-NOT: = mpc.cast %
  %y = mpc.dot_general %a, %w contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}
// CHECK-NOT: @refresh
