// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_element_type
func.func @takes_every_element_type(%a: tensor<4xi1>, %b: tensor<4xui8>, %c: tensor<4xi32>, %d: tensor<4xi64>,
    %e: tensor<4xf16>, %f: tensor<4xbf16>, %g: tensor<4xf32>, %h: tensor<4xf64>) {
  // CHECK: mpc.stop_gradient %{{.*}} : tensor<4xi1>
  %0 = mpc.stop_gradient %a : tensor<4xi1>
  // CHECK: mpc.stop_gradient %{{.*}} : tensor<4xui8>
  %1 = mpc.stop_gradient %b : tensor<4xui8>
  // CHECK: mpc.stop_gradient %{{.*}} : tensor<4xi32>
  %2 = mpc.stop_gradient %c : tensor<4xi32>
  // CHECK: mpc.stop_gradient %{{.*}} : tensor<4xi64>
  %3 = mpc.stop_gradient %d : tensor<4xi64>
  // CHECK: mpc.stop_gradient %{{.*}} : tensor<4xf16>
  %4 = mpc.stop_gradient %e : tensor<4xf16>
  // CHECK: mpc.stop_gradient %{{.*}} : tensor<4xbf16>
  %5 = mpc.stop_gradient %f : tensor<4xbf16>
  // CHECK: mpc.stop_gradient %{{.*}} : tensor<4xf32>
  %6 = mpc.stop_gradient %g : tensor<4xf32>
  // CHECK: mpc.stop_gradient %{{.*}} : tensor<4xf64>
  %7 = mpc.stop_gradient %h : tensor<4xf64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%a: tensor<f32>, %b: tensor<0x3xf32>) {
  // CHECK: mpc.stop_gradient %{{.*}} : tensor<f32>
  %0 = mpc.stop_gradient %a : tensor<f32>
  // CHECK: mpc.stop_gradient %{{.*}} : tensor<0x3xf32>
  %1 = mpc.stop_gradient %b : tensor<0x3xf32>
  return
}
