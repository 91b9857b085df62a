// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// CHECK-LABEL: func.func @copies_arguments_and_constants
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
// CHECK: %[[C:.*]] = mpc.constant
// CHECK: mpc.kernel pointwise "copy" domain [4] reduced [] (%[[A:.*]] = %[[X]]
// CHECK-NEXT: mpc.yield %[[A]]
// CHECK: mpc.kernel pointwise "copy" domain [2] reduced [] (%{{.*}} = %[[C]]
func.func @copies_arguments_and_constants(%x: tensor<4xf32>)
    -> (tensor<4xf32>, tensor<2xf32>) {
  %0 = mpc.constant dense<[1.0, 2.0]> : tensor<2xf32>
  return %x, %0 : tensor<4xf32>, tensor<2xf32>
}

// CHECK-LABEL: func.func @fills_with_splats
// CHECK: mpc.kernel pointwise
// CHECK-NEXT: mpc.constant
// CHECK-NEXT: mpc.yield
func.func @fills_with_splats() -> tensor<4xf32> {
  %0 = mpc.constant dense<1.0> : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @copies_a_value_with_two_destinations
// CHECK: %[[E:.*]] = mpc.kernel pointwise "exp
// CHECK: %[[R:.*]] = mpc.reshape %[[E]]
// CHECK: %[[C:.*]] = mpc.kernel pointwise "copy" {{.*}} = %[[R]]
// CHECK: return %[[E]], %[[C]]
func.func @copies_a_value_with_two_destinations(%x: tensor<4xf32>)
    -> (tensor<4xf32>, tensor<2x2xf32>) {
  %0 = mpc.exp %x : tensor<4xf32>
  %1 = mpc.reshape %0 : tensor<4xf32> -> tensor<2x2xf32>
  return %0, %1 : tensor<4xf32>, tensor<2x2xf32>
}

// CHECK-LABEL: func.func @copies_into_packs
// CHECK: %[[C:.*]] = mpc.kernel pointwise "copy"
// CHECK: mpc.pack %[[C]], %{{.*}} rows [0, 1]
func.func @copies_into_packs(%x: tensor<4xf32>) -> tensor<2x256xf32> {
  %0 = mpc.exp %x : tensor<4xf32>
  %1 = mpc.pack %x, %0 rows [0, 1] : (tensor<4xf32>, tensor<4xf32>) -> tensor<2x256xf32>
  return %1 : tensor<2x256xf32>
}

// CHECK-LABEL: func.func @leaves_unchanged_states
// CHECK-NOT: mpc.kernel
// CHECK: return
func.func @leaves_unchanged_states(%s: tensor<4xf32> {mpc.state = "s"})
    -> (tensor<4xf32> {mpc.updates = "s"}) {
  return %s : tensor<4xf32>
}
