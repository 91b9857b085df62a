// RUN: mpc-opt %s -pass-pipeline='builtin.module(func.func(mpc-form-kernels{fusion=false}, mpc-lower-kernels), mpc-plan-buffers)' | FileCheck %s

// Flags of an mpc.any share a byte, which is zero before the first kernel. The
// values they look at are still computed over their operands' memory.
// CHECK-LABEL: func.func @shared
// CHECK-SAME: mpc.cleared = [#mpc.slot<state, 2, 0>]
// CHECK: slots [#mpc.slot<state, 0, 0>] -> [#mpc.slot<state, 0, 0>, #mpc.slot<state, 2, 0>]
// CHECK: slots [#mpc.slot<state, 1, 0>] -> [#mpc.slot<state, 1, 0>, #mpc.slot<state, 2, 0>]
func.func @shared(%a: tensor<64xf32> {mpc.state = "a"}, %b: tensor<32xf32> {mpc.state = "b"})
    -> (tensor<i1> {mpc.updates = "bad"}, tensor<64xf32> {mpc.updates = "a"}, tensor<32xf32> {mpc.updates = "b"}) {
  %one = mpc.constant dense<1.0> : tensor<f32>
  %0 = mpc.exp %a : tensor<64xf32>
  %1 = mpc.has_nonfinite %0, %one : tensor<64xf32>, tensor<f32>
  %2 = mpc.exp %b : tensor<32xf32>
  %3 = mpc.has_nonfinite %2, %one : tensor<32xf32>, tensor<f32>
  %bad = mpc.any %1, %3 : tensor<i1>
  return %bad, %0, %2 : tensor<i1>, tensor<64xf32>, tensor<32xf32>
}

// A flag that a kernel of the same function reads lives in temp.
// CHECK-LABEL: func.func @read
// CHECK-SAME: mpc.cleared = [#mpc.slot<temp, 0, [[AT:[0-9]+]]>]
// CHECK: mpc.kernel pointwise "exp{{.*}} -> [#mpc.slot<temp, 0, {{[0-9]+}}>, #mpc.slot<temp, 0, [[AT]]>]
// CHECK: mpc.kernel pointwise "broadcast{{.*}} slots [#mpc.slot<temp, 0, [[AT]]>]
func.func @read(%a: tensor<64xf32> {mpc.input = "a"}) -> (tensor<64xf32> {mpc.result = "y"}) {
  %one = mpc.constant dense<1.0> : tensor<f32>
  %0 = mpc.exp %a : tensor<64xf32>
  %1 = mpc.has_nonfinite %0, %one : tensor<64xf32>, tensor<f32>
  %bad = mpc.any %1 : tensor<i1>
  %2 = mpc.broadcast %bad dims [] : tensor<i1> -> tensor<64xi1>
  %3 = mpc.select %2, %a, %0 : tensor<64xf32>
  return %3 : tensor<64xf32>
}

// Without flags only the byte is left.
// CHECK-LABEL: func.func @none
// CHECK-SAME: mpc.cleared = [#mpc.slot<state, 2, 0>]
func.func @none() -> (tensor<i1> {mpc.updates = "bad"}) {
  %bad = mpc.any : tensor<i1>
  return %bad : tensor<i1>
}

// Who reads the old bit finds it: the new one is put there last.
// CHECK-LABEL: func.func @old
// CHECK-SAME: mpc.cleared = [#mpc.slot<temp, 0, {{[0-9]+}}>]
// CHECK: mpc.kernel pointwise "copy"
func.func @old(%a: tensor<64xf32> {mpc.input = "a"}, %was: tensor<i1> {mpc.state = "bad"})
    -> (tensor<i1> {mpc.updates = "bad"}, tensor<64xf32> {mpc.result = "y"}) {
  %one = mpc.constant dense<1.0> : tensor<f32>
  %0 = mpc.exp %a : tensor<64xf32>
  %1 = mpc.has_nonfinite %0, %one : tensor<64xf32>, tensor<f32>
  %bad = mpc.any %1 : tensor<i1>
  %2 = mpc.broadcast %was dims [] : tensor<i1> -> tensor<64xi1>
  %3 = mpc.select %2, %a, %0 : tensor<64xf32>
  return %bad, %3 : tensor<i1>, tensor<64xf32>
}
