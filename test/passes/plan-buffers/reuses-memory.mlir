// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels -mpc-plan-buffers | FileCheck %s

// A chain of pointwise kernels needs one buffer.
// CHECK-LABEL: func.func @works_in_place
// CHECK-SAME: mpc.arena_bytes = 1024 : i64
// CHECK-SAME: mpc.live_bytes = 1024 : i64
// CHECK: -> [#mpc.slot<temp, 0, 0>]
// CHECK: slots [#mpc.slot<temp, 0, 0>] -> [#mpc.slot<temp, 0, 0>]
// CHECK: slots [#mpc.slot<temp, 0, 0>] -> [#mpc.slot<output, 0, 0>]
func.func @works_in_place(%x: tensor<256xf32> {mpc.input = "x"})
    -> (tensor<256xf32> {mpc.result = "y"}) {
  %0 = mpc.exp %x : tensor<256xf32>
  %1 = mpc.sqrt %0 : tensor<256xf32>
  %2 = mpc.neg %1 : tensor<256xf32>
  return %2 : tensor<256xf32>
}

// CHECK-LABEL: func.func @never_overwrites_what_it_transposes
// CHECK: -> [#mpc.slot<temp, 0, [[A:.*]]>]
// CHECK: slots [#mpc.slot<temp, 0, [[A]]>] -> [#mpc.slot<temp, 0, [[B:.*]]>]
// CHECK-NOT: slots [#mpc.slot<temp, 0, [[B]]>] -> [#mpc.slot<temp, 0, [[B]]>]
// CHECK: return
func.func @never_overwrites_what_it_transposes(%x: tensor<16x16xf32> {mpc.input = "x"})
    -> (tensor<16x16xf32> {mpc.result = "y"}) {
  %0 = mpc.exp %x : tensor<16x16xf32>
  %1 = mpc.transpose %0 perm [1, 0] : tensor<16x16xf32> -> tensor<16x16xf32>
  %2 = mpc.neg %1 : tensor<16x16xf32>
  return %2 : tensor<16x16xf32>
}

// CHECK-LABEL: func.func @never_overwrites_operands_of_a_product
// CHECK: -> [#mpc.slot<temp, 0, [[A:.*]]>]
// CHECK: mpc.kernel contraction {{.*}} -> [#mpc.slot<temp, 0, [[B:.*]]>]
// CHECK: slots [#mpc.slot<temp, 0, [[B]]>, #mpc.slot<input, 0, 0>] -> [#mpc.slot<output, 0, 0>]
func.func @never_overwrites_operands_of_a_product(%x: tensor<16x16xf32> {mpc.input = "x"})
    -> (tensor<16x16xf32> {mpc.result = "y"}) {
  %0 = mpc.exp %x : tensor<16x16xf32>
  %1 = mpc.dot_general %0, %x contract [1] x [0]
      : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
  %2 = mpc.add %1, %x : tensor<16x16xf32>
  return %2 : tensor<16x16xf32>
}
