// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @has_two_forms_for_every_float
func.func @has_two_forms_for_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<4xf32>,
    %d: tensor<4xf64>) {
  // CHECK: mpc.gelu erf, %{{.*}} : tensor<4xf16>
  %0 = mpc.gelu erf, %a : tensor<4xf16>
  // CHECK: mpc.gelu tanh, %{{.*}} : tensor<4xbf16>
  %1 = mpc.gelu tanh, %b : tensor<4xbf16>
  // CHECK: mpc.gelu erf, %{{.*}} : tensor<4xf32>
  %2 = mpc.gelu erf, %c : tensor<4xf32>
  // CHECK: mpc.gelu tanh, %{{.*}} : tensor<4xf64>
  %3 = mpc.gelu tanh, %d : tensor<4xf64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%x: tensor<f32>, %y: tensor<0x3xf32>) {
  // CHECK: mpc.gelu erf, %{{.*}} : tensor<f32>
  %0 = mpc.gelu erf, %x : tensor<f32>
  // CHECK: mpc.gelu erf, %{{.*}} : tensor<0x3xf32>
  %1 = mpc.gelu erf, %y : tensor<0x3xf32>
  return
}
