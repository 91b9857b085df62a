// RUN: mpc-opt %s -mpc-assign-precision | FileCheck %s

// autocast knows no adjoints: a gradient has the format of the value that it is
// of. Here adjoint ops are decided as other ops are, with three rules of their own.

// What computes the adjoint of an exp stays f32 as the exp itself.
// CHECK-LABEL: func.func @the_adjoint_of_an_f32_op_is_f32
func.func @the_adjoint_of_an_f32_op_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %n = mpc.neg %x : tensor<4x4xf32>
  // CHECK: mpc.mul {{.*}} {mpc.adjoint, mpc.class = "keep32", mpc.precision = #mpc.precision<f32, [], "amp.keep32"
  %d = mpc.mul %x, %n {mpc.adjoint, mpc.class = "keep32"} : tensor<4x4xf32>
  %r = mpc.exp %d : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// But where it only moves elements there is nothing to lose.
// CHECK-LABEL: func.func @moving_elements_in_an_f32_adjoint_keeps_what_arrives
func.func @moving_elements_in_an_f32_adjoint_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  // CHECK: mpc.transpose {{.*}} {mpc.adjoint, mpc.class = "keep32", mpc.precision = #mpc.precision<f16, [], "amp.follow"
  %d = mpc.transpose %x perm [1, 0] {mpc.adjoint, mpc.class = "keep32"} : tensor<4x4xf32> -> tensor<4x4xf32>
  %r = mpc.exp %d : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// An adjoint that a product reads would be rounded there: it is stored rounded.
// CHECK-LABEL: func.func @an_adjoint_that_a_product_reads_is_low
func.func @an_adjoint_that_a_product_reads_is_low(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  // CHECK: mpc.exp {{.*}} {mpc.adjoint, mpc.class = "keep32", mpc.precision = #mpc.precision<f16, [], "amp.read-by-contraction", "\22adjoint of layer\22 rounds it anyway">}
  %d = mpc.exp %x {mpc.adjoint, mpc.class = "keep32"} : tensor<4x4xf32>
  %r = mpc.dot_general %d, %a contract [1] x [0] {mpc.adjoint} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("layer")
  return %r : tensor<4x4xf32>
}

// Movements on the way are looked through.
// CHECK-LABEL: func.func @an_adjoint_that_a_product_reads_transposed_is_low
func.func @an_adjoint_that_a_product_reads_transposed_is_low(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: mpc.exp {{.*}}#mpc.precision<f16, [], "amp.read-by-contraction"
  %d = mpc.exp %a {mpc.adjoint} : tensor<4x4xf32>
  %t = mpc.transpose %d perm [1, 0] {mpc.adjoint} : tensor<4x4xf32> -> tensor<4x4xf32>
  %r = mpc.dot_general %t, %a contract [1] x [0] {mpc.adjoint} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// Forward values keep what was decided: others read them too.
// CHECK-LABEL: func.func @a_forward_value_that_a_product_reads_keeps_f32
func.func @a_forward_value_that_a_product_reads_keeps_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: mpc.exp {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %d = mpc.exp %a : tensor<4x4xf32>
  %r = mpc.dot_general %d, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// An adjoint is as precise as the adjoint it is made of, not as the residual.
// CHECK-LABEL: func.func @an_adjoint_of_a_low_adjoint_is_low
func.func @an_adjoint_of_a_low_adjoint_is_low(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %wide = mpc.exp %a : tensor<4x4xf32> loc("wide")
  %x = mpc.dot_general %a, %a contract [1] x [0] {mpc.adjoint} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("layer")
  // CHECK: mpc.mul {{.*}} {mpc.adjoint, mpc.precision = #mpc.precision<f16, [], "amp.follow", "\22adjoint of layer\22 is f16">}
  %d = mpc.mul %x, %wide {mpc.adjoint} : tensor<4x4xf32>
  // The same outside of an adjoint.
  // CHECK: mpc.mul {{.*}} {mpc.precision = #mpc.precision<f32, [], "amp.promote", "\22wide\22 is f32">}
  %f = mpc.mul %x, %wide : tensor<4x4xf32>
  %r = mpc.exp %d : tensor<4x4xf32>
  %s = mpc.pow %r, %f : tensor<4x4xf32>
  return %s : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @what_leads_to_a_gradient_only_is_f32
// CHECK-SAME: mpc.gradient = "w"
func.func @what_leads_to_a_gradient_only_is_f32(%a: tensor<4x4xf32>) -> (tensor<4x4xf32> {mpc.gradient = "w"}) {
  // CHECK: mpc.dot_general {{.*}}#mpc.precision<f32, [f16, f16], "amp.contraction", "tensor cores, accumulates in f32; the gradient of a parameter is never rounded">
  %x = mpc.dot_general %a, %a contract [1] x [0] {mpc.adjoint} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  // CHECK: mpc.transpose {{.*}}#mpc.precision<f32, [], "amp.gradient", "the gradient of a parameter is f32">
  %t = mpc.transpose %x perm [1, 0] {mpc.adjoint} : tensor<4x4xf32> -> tensor<4x4xf32>
  return %t : tensor<4x4xf32>
}
