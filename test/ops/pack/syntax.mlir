// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @makes_an_arena
func.func @makes_an_arena(%a: tensor<784x256xf32>, %b: tensor<257xf32>, %c: tensor<f32>) {
  // CHECK: mpc.pack %{{.*}}, %{{.*}}, %{{.*}} rows [0, 784, 786] : (tensor<784x256xf32>, tensor<257xf32>, tensor<f32>) -> tensor<787x256xf32>
  %0 = mpc.pack %a, %b, %c rows [0, 784, 786] : (tensor<784x256xf32>, tensor<257xf32>, tensor<f32>) -> tensor<787x256xf32>
  return
}

// CHECK-LABEL: @leaves_gaps
func.func @leaves_gaps(%a: tensor<4xf16>) {
  // CHECK: mpc.pack %{{.*}} rows [2] : (tensor<4xf16>) -> tensor<8x256xf16>
  %0 = mpc.pack %a rows [2] : (tensor<4xf16>) -> tensor<8x256xf16>
  return
}

// CHECK-LABEL: @makes_an_empty_arena
func.func @makes_an_empty_arena() {
  // CHECK: mpc.pack rows [] : () -> tensor<0x256xf32>
  %0 = mpc.pack rows [] : () -> tensor<0x256xf32>
  return
}
