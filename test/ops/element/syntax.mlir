// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @reads_inside_and_outside
func.func @reads_inside_and_outside(%x: tensor<4x10xf32>, %i: index, %z: f32) {
  // CHECK: mpc.element %{{.*}}[%{{.*}}, %{{.*}}] checked [0, 1] otherwise %{{.*}} : tensor<4x10xf32>
  %0 = mpc.element %x[%i, %i] checked [0, 1] otherwise %z : tensor<4x10xf32>
  return
}
