// RUN: mpc-opt %s -pass-pipeline='builtin.module(func.func(mpc-form-kernels))' | FileCheck %s

// Two contracted dimensions are walked as one where both operands allow it. A
// factor that repeats along one of them would not, and the products would be added
// in another order than by a kernel of the product alone: it is stored in full.

// CHECK-LABEL: @position_is_repeated_in_memory
// CHECK: mpc.kernel pointwise
// CHECK: mpc.broadcast
// CHECK: mpc.kernel contraction
// CHECK-NOT: mpc.broadcast
// CHECK: mpc.dot_general
func.func @position_is_repeated_in_memory(%x: tensor<4x8x16xui8>, %p: tensor<8x16xf32>,
    %d: tensor<4x8x32xf32>) -> tensor<16x32xf32> {
  %q = mpc.broadcast %p dims [1, 2] : tensor<8x16xf32> -> tensor<4x8x16xf32>
  %f = mpc.convert %x : tensor<4x8x16xui8> to tensor<4x8x16xf32>
  %y = mpc.mul %f, %q : tensor<4x8x16xf32>
  %z = mpc.dot_general %y, %d contract [0, 1] x [0, 1]
      : (tensor<4x8x16xf32>, tensor<4x8x32xf32>) -> tensor<16x32xf32>
  return %z : tensor<16x32xf32>
}

// CHECK-LABEL: @gain_is_packed
// CHECK-NOT: mpc.kernel pointwise
// CHECK: mpc.kernel contraction
// CHECK: mpc.broadcast
// CHECK: mpc.dot_general
func.func @gain_is_packed(%x: tensor<4x8x16xui8>, %p: tensor<16xf32>,
    %d: tensor<4x8x32xf32>) -> tensor<16x32xf32> {
  %q = mpc.broadcast %p dims [2] : tensor<16xf32> -> tensor<4x8x16xf32>
  %f = mpc.convert %x : tensor<4x8x16xui8> to tensor<4x8x16xf32>
  %y = mpc.mul %f, %q : tensor<4x8x16xf32>
  %z = mpc.dot_general %y, %d contract [0, 1] x [0, 1]
      : (tensor<4x8x16xf32>, tensor<4x8x32xf32>) -> tensor<16x32xf32>
  return %z : tensor<16x32xf32>
}
