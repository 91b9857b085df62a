// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_number
func.func @takes_every_number(%a: tensor<4xui8>, %b: tensor<4xi32>, %c: tensor<4xi64>, %d: tensor<4xf16>,
    %e: tensor<4xbf16>, %f: tensor<4xf32>, %g: tensor<4xf64>) {
  // CHECK: mpc.min %{{.*}}, %{{.*}} : tensor<4xui8>
  %0 = mpc.min %a, %a : tensor<4xui8>
  // CHECK: mpc.min %{{.*}}, %{{.*}} : tensor<4xi32>
  %1 = mpc.min %b, %b : tensor<4xi32>
  // CHECK: mpc.min %{{.*}}, %{{.*}} : tensor<4xi64>
  %2 = mpc.min %c, %c : tensor<4xi64>
  // CHECK: mpc.min %{{.*}}, %{{.*}} : tensor<4xf16>
  %3 = mpc.min %d, %d : tensor<4xf16>
  // CHECK: mpc.min %{{.*}}, %{{.*}} : tensor<4xbf16>
  %4 = mpc.min %e, %e : tensor<4xbf16>
  // CHECK: mpc.min %{{.*}}, %{{.*}} : tensor<4xf32>
  %5 = mpc.min %f, %f : tensor<4xf32>
  // CHECK: mpc.min %{{.*}}, %{{.*}} : tensor<4xf64>
  %6 = mpc.min %g, %g : tensor<4xf64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%a: tensor<f32>, %b: tensor<0x3xf32>) {
  // CHECK: mpc.min %{{.*}}, %{{.*}} : tensor<f32>
  %0 = mpc.min %a, %a : tensor<f32>
  // CHECK: mpc.min %{{.*}}, %{{.*}} : tensor<0x3xf32>
  %1 = mpc.min %b, %b : tensor<0x3xf32>
  return
}
