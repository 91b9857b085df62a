// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_element_type
func.func @takes_every_element_type(%p: tensor<4xi1>, %b: tensor<4xui8>, %c: tensor<4xi32>,
    %d: tensor<4xi64>, %e: tensor<4xf16>, %f: tensor<4xbf16>, %g: tensor<4xf32>,
    %h: tensor<4xf64>) {
  // CHECK: mpc.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xi1>
  %0 = mpc.select %p, %p, %p : tensor<4xi1>
  // CHECK: mpc.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xui8>
  %1 = mpc.select %p, %b, %b : tensor<4xui8>
  // CHECK: mpc.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xi32>
  %2 = mpc.select %p, %c, %c : tensor<4xi32>
  // CHECK: mpc.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xi64>
  %3 = mpc.select %p, %d, %d : tensor<4xi64>
  // CHECK: mpc.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xf16>
  %4 = mpc.select %p, %e, %e : tensor<4xf16>
  // CHECK: mpc.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xbf16>
  %5 = mpc.select %p, %f, %f : tensor<4xbf16>
  // CHECK: mpc.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xf32>
  %6 = mpc.select %p, %g, %g : tensor<4xf32>
  // CHECK: mpc.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xf64>
  %7 = mpc.select %p, %h, %h : tensor<4xf64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%p: tensor<i1>, %x: tensor<f32>, %q: tensor<0x3xi1>,
    %y: tensor<0x3xf32>) {
  // CHECK: mpc.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<f32>
  %0 = mpc.select %p, %x, %x : tensor<f32>
  // CHECK: mpc.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<0x3xf32>
  %1 = mpc.select %q, %y, %y : tensor<0x3xf32>
  return
}
