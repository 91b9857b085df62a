// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_number
func.func @takes_every_number(%a: tensor<4xui8>, %b: tensor<4xi32>, %c: tensor<4xi64>, %d: tensor<4xf16>,
    %e: tensor<4xbf16>, %f: tensor<4xf32>, %g: tensor<4xf64>) {
  // CHECK: mpc.add %{{.*}}, %{{.*}} : tensor<4xui8>
  %0 = mpc.add %a, %a : tensor<4xui8>
  // CHECK: mpc.add %{{.*}}, %{{.*}} : tensor<4xi32>
  %1 = mpc.add %b, %b : tensor<4xi32>
  // CHECK: mpc.add %{{.*}}, %{{.*}} : tensor<4xi64>
  %2 = mpc.add %c, %c : tensor<4xi64>
  // CHECK: mpc.add %{{.*}}, %{{.*}} : tensor<4xf16>
  %3 = mpc.add %d, %d : tensor<4xf16>
  // CHECK: mpc.add %{{.*}}, %{{.*}} : tensor<4xbf16>
  %4 = mpc.add %e, %e : tensor<4xbf16>
  // CHECK: mpc.add %{{.*}}, %{{.*}} : tensor<4xf32>
  %5 = mpc.add %f, %f : tensor<4xf32>
  // CHECK: mpc.add %{{.*}}, %{{.*}} : tensor<4xf64>
  %6 = mpc.add %g, %g : tensor<4xf64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%a: tensor<f32>, %b: tensor<0x3xf32>) {
  // CHECK: mpc.add %{{.*}}, %{{.*}} : tensor<f32>
  %0 = mpc.add %a, %a : tensor<f32>
  // CHECK: mpc.add %{{.*}}, %{{.*}} : tensor<0x3xf32>
  %1 = mpc.add %b, %b : tensor<0x3xf32>
  return
}
