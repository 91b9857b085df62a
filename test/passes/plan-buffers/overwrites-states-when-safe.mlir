// RUN: mpc-opt %s -mpc-form-kernels -mpc-lower-kernels -mpc-plan-buffers -split-input-file | FileCheck %s

// CHECK-LABEL: func.func @overwrites_after_the_last_reader
// CHECK: mpc.kernel contraction {{.*}} -> [#mpc.slot<output, 0, 0>]
// CHECK: mpc.kernel pointwise {{.*}} slots [#mpc.slot<state, 0, 0>] -> [#mpc.slot<state, 0, 0>]
// CHECK-NOT: "copy"
func.func @overwrites_after_the_last_reader(%s: tensor<4x4xf32> {mpc.state = "s"})
    -> (tensor<4x4xf32> {mpc.updates = "s"}, tensor<4x4xf32> {mpc.result = "y"}) {
  %0 = mpc.exp %s : tensor<4x4xf32>
  %1 = mpc.dot_general %s, %s contract [1] x [1]
      : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %0, %1 : tensor<4x4xf32>, tensor<4x4xf32>
}

// -----

// The product packs its operand again and again while it writes.
// CHECK-LABEL: func.func @copies_where_the_old_value_is_read_out_of_step
// CHECK: mpc.kernel contraction {{.*}} -> [#mpc.slot<temp, 0, 0>]
// CHECK: mpc.kernel pointwise "copy" {{.*}} slots [#mpc.slot<temp, 0, 0>] -> [#mpc.slot<state, 0, 0>]
func.func @copies_where_the_old_value_is_read_out_of_step(%s: tensor<4x4xf32> {mpc.state = "s"})
    -> (tensor<4x4xf32> {mpc.updates = "s"}) {
  %0 = mpc.dot_general %s, %s contract [1] x [1]
      : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}

// -----

// CHECK-LABEL: func.func @swaps_states_through_copies
// CHECK-COUNT-2: mpc.kernel pointwise "copy" {{.*}} slots [#mpc.slot<state, {{.}}, 0>] -> [#mpc.slot<{{temp|state}}
func.func @swaps_states_through_copies(%s: tensor<4xf32> {mpc.state = "s"},
                                       %t: tensor<4xf32> {mpc.state = "t"})
    -> (tensor<4xf32> {mpc.updates = "s"}, tensor<4xf32> {mpc.updates = "t"}) {
  return %t, %s : tensor<4xf32>, tensor<4xf32>
}
