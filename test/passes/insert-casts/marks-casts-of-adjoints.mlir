// RUN: mpc-opt %s -mpc-insert-casts | FileCheck %s

// A cast belongs to what it casts: that of an adjoint must not join a forward
// kernel, that of a forward value not an adjoint one.
// CHECK-LABEL: func.func @casts_are_marked_as_their_producers
func.func @casts_are_marked_as_their_producers(%a: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: mpc.cast %{{.*}} to f16 : tensor
  // CHECK: mpc.cast %{{.*}} to f32 : tensor
  %x = mpc.exp %a {mpc.precision = #mpc.precision<f16, [], "rule", "reason">} : tensor<4xf32>
  // CHECK: mpc.cast %{{.*}} to f16 {mpc.adjoint} : tensor
  // CHECK: mpc.cast %{{.*}} to f32 {mpc.adjoint} : tensor
  %y = mpc.neg %x {mpc.adjoint, mpc.precision = #mpc.precision<f16, [], "rule", "reason">} : tensor<4xf32>
  %z = mpc.neg %y : tensor<4xf32>
  return %z : tensor<4xf32>
}
