// RUN: mpc-opt %s -mpc-form-kernels=trailing=true -mpc-lower-kernels -mpc-plan-buffers | FileCheck %s

// A trailing sum reads what it sums where that is computed: the product may be
// stored over an operand that both read in step.
// CHECK-LABEL: func.func @overwrites_what_is_read_in_step
// CHECK: mpc.kernel contraction {{.*}} -> [#mpc.slot<temp, 0, [[A:[0-9]+]]>]
// CHECK: mpc.kernel contraction {{.*}}, #mpc.slot<temp, 0, [[A]]>] -> [#mpc.slot<temp, 0, [[A]]>, #mpc.slot<output, 0, 0>]
// CHECK: mpc.role = "trailing"
func.func @overwrites_what_is_read_in_step(%a: tensor<16x16xf32> {mpc.input = "a"}, %w: tensor<16x16xf32> {mpc.input = "w"})
    -> (tensor<16xf32> {mpc.result = "sum"}, tensor<16x16xf32> {mpc.result = "y"}) {
  %1 = mpc.dot_general %a, %w contract [1] x [0] : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
  %0 = mpc.dot_general %a, %a contract [1] x [0] : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
  %2 = mpc.add %1, %0 : tensor<16x16xf32>
  %3 = mpc.mul %1, %0 : tensor<16x16xf32>
  %4 = mpc.reduce sum, %3 dims [0] : tensor<16x16xf32> -> tensor<16xf32>
  %5 = mpc.dot_general %2, %a contract [1] x [0] : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
  return %4, %5 : tensor<16xf32>, tensor<16x16xf32>
}

// Where the sum's share is read elsewhere, another block may still need it.
// CHECK-LABEL: func.func @never_overwrites_what_a_sum_reads_transposed
// CHECK: mpc.kernel contraction {{.*}} -> [#mpc.slot<temp, 0, [[A:[0-9]+]]>]
// CHECK: mpc.kernel contraction {{.*}}, #mpc.slot<temp, 0, [[A]]>, #mpc.slot<temp, 0, [[A]]>] -> [
// CHECK-NOT: -> [#mpc.slot<temp, 0, [[A]]>
// CHECK: mpc.role = "trailing"
func.func @never_overwrites_what_a_sum_reads_transposed(%a: tensor<16x16xf32> {mpc.input = "a"}, %w: tensor<16x16xf32> {mpc.input = "w"})
    -> (tensor<16xf32> {mpc.result = "sum"}, tensor<16x16xf32> {mpc.result = "y"}) {
  %1 = mpc.dot_general %a, %w contract [1] x [0] : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
  %0 = mpc.dot_general %a, %a contract [1] x [0] : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
  %2 = mpc.add %1, %0 : tensor<16x16xf32>
  %t = mpc.transpose %0 perm [1, 0] : tensor<16x16xf32> -> tensor<16x16xf32>
  %3 = mpc.mul %1, %t : tensor<16x16xf32>
  %4 = mpc.reduce sum, %3 dims [0] : tensor<16x16xf32> -> tensor<16xf32>
  %5 = mpc.dot_general %2, %a contract [1] x [0] : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
  return %4, %5 : tensor<16xf32>, tensor<16x16xf32>
}

// A state that the kernel reads is not written before all blocks have read it.
// CHECK-LABEL: func.func @updates_a_state_at_the_end
// CHECK: mpc.kernel contraction {{.*}}, #mpc.slot<state, 0, 0>{{.*}} -> [#mpc.slot<output, 0, 0>, #mpc.slot<temp, 0, 0>]
// CHECK: mpc.kernel pointwise "copy" {{.*}} slots [#mpc.slot<temp, 0, 0>] -> [#mpc.slot<state, 0, 0>]
func.func @updates_a_state_at_the_end(%a: tensor<16x16xf32> {mpc.input = "a"}, %s: tensor<16xf32> {mpc.state = "s"})
    -> (tensor<16x16xf32> {mpc.result = "y"}, tensor<16xf32> {mpc.updates = "s"}) {
  %0 = mpc.dot_general %a, %a contract [1] x [0] : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
  %1 = mpc.broadcast %s dims [1] : tensor<16xf32> -> tensor<16x16xf32>
  %2 = mpc.add %0, %1 : tensor<16x16xf32>
  %3 = mpc.reduce sum, %2 dims [0] : tensor<16x16xf32> -> tensor<16xf32>
  return %2, %3 : tensor<16x16xf32>, tensor<16xf32>
}
