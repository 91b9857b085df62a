// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @has_a_kind_a_label_and_a_domain
func.func @has_a_kind_a_label_and_a_domain(%x: tensor<4x5xf16>) -> tensor<4xf16> {
  // CHECK: mpc.kernel row_reduction "norm" domain [4, 5] reduced [1] (%[[A:.*]] = %{{.*}} : tensor<4x5xf16>) -> (tensor<4xf16>) {
  // CHECK-NEXT: mpc.reduce sum, %[[A]] dims [1] {mpc.role = "main"}
  %0 = mpc.kernel row_reduction "norm" domain [4, 5] reduced [1] (%a = %x : tensor<4x5xf16>) -> (tensor<4xf16>) {
    %1 = mpc.reduce sum, %a dims [1] {mpc.role = "main"} : tensor<4x5xf16> -> tensor<4xf16>
    mpc.yield %1 : tensor<4xf16>
  }
  return %0 : tensor<4xf16>
}

// CHECK-LABEL: @is_of_one_of_four_kinds
func.func @is_of_one_of_four_kinds() {
  // CHECK: mpc.kernel pointwise
  mpc.kernel pointwise "a" domain [] reduced [] () -> () {}
  // CHECK: mpc.kernel row_reduction
  mpc.kernel row_reduction "b" domain [4, 0] reduced [1] () -> () {}
  // CHECK: mpc.kernel column_reduction
  mpc.kernel column_reduction "c" domain [4, 5] reduced [0] () -> () {}
  // CHECK: mpc.kernel contraction
  mpc.kernel contraction "d" domain [4, 5] reduced [] () -> () {}
  return
}

// CHECK-LABEL: @sees_unsigned_operands_as_signless
func.func @sees_unsigned_operands_as_signless(%x: tensor<4xui8>) -> tensor<4xui8> {
  // CHECK: (%[[A:.*]] : tensor<4xi8> = %{{.*}} : tensor<4xui8>) -> (tensor<4xui8>) {
  // CHECK-NEXT: mpc.yield %[[A]] : tensor<4xi8>
  %0 = mpc.kernel pointwise "copy" domain [4] reduced [] (%a : tensor<4xi8> = %x : tensor<4xui8>) -> (tensor<4xui8>) {
    mpc.yield %a : tensor<4xi8>
  }
  return %0 : tensor<4xui8>
}

// CHECK-LABEL: @has_slots_and_attributes
func.func @has_slots_and_attributes(%x: tensor<f32>, %y: tensor<0x3xf32>) {
  // CHECK: -> (tensor<f32>, tensor<0x3xf32>) slots [#mpc.slot<input, 0, 0>, #mpc.slot<state, 2, 256>] -> [#mpc.slot<temp, 0, 0>, #mpc.slot<output, 1, 64>] attributes {note = "kept"} {
  %0:2 = mpc.kernel pointwise "copy" domain [3] reduced [] (%a = %x : tensor<f32>, %b = %y : tensor<0x3xf32>)
      -> (tensor<f32>, tensor<0x3xf32>)
      slots [#mpc.slot<input, 0, 0>, #mpc.slot<state, 2, 256>]
         -> [#mpc.slot<temp, 0, 0>, #mpc.slot<output, 1, 64>]
      attributes {note = "kept"} {
    mpc.yield %a, %b : tensor<f32>, tensor<0x3xf32>
  }
  return
}
