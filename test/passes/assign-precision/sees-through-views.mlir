// RUN: mpc-opt %s -mpc-assign-precision=keep=view=f16 2>&1 | FileCheck %s

// A view is stored as what it names; nothing is decided for it, not even by name.
// CHECK: warning: no op has a name like that in --keep=view=f16

// CHECK-LABEL: func.func @a_view_of_a_low_value_is_low
func.func @a_view_of_a_low_value_is_low(%a: tensor<4x4xf32>) -> tensor<16xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  // CHECK: mpc.reshape %{{[^ ]*}} : tensor
  %v = mpc.reshape %x : tensor<4x4xf32> -> tensor<16xf32> loc("view")
  // CHECK: mpc.tanh {{.*}}#mpc.precision<f16, [], "amp.follow", "\22view\22 is f16">
  %y = mpc.tanh %v : tensor<16xf32>
  %r = mpc.exp %y : tensor<16xf32>
  return %r : tensor<16xf32>
}

// CHECK-LABEL: func.func @a_view_of_an_f32_value_is_f32
func.func @a_view_of_an_f32_value_is_f32(%a: tensor<4x4xf32>) -> tensor<16xf32> {
  %x = mpc.exp %a : tensor<4x4xf32>
  // CHECK: mpc.reshape %{{[^ ]*}} : tensor
  %v = mpc.reshape %x : tensor<4x4xf32> -> tensor<16xf32> loc("view")
  // CHECK: mpc.tanh {{.*}}#mpc.precision<f32, [], "amp.follow", "\22view\22 is f32">
  %y = mpc.tanh %v : tensor<16xf32>
  %r = mpc.exp %y : tensor<16xf32>
  return %r : tensor<16xf32>
}
