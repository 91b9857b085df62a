// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_any_pair_of_element_types
func.func @takes_any_pair_of_element_types(%a: tensor<4xi1>, %b: tensor<4xui8>, %c: tensor<4xi64>,
    %d: tensor<4xf16>, %e: tensor<4xf64>) {
  // CHECK: mpc.convert %{{.*}} : tensor<4xi1> to tensor<4xbf16>
  %0 = mpc.convert %a : tensor<4xi1> to tensor<4xbf16>
  // CHECK: mpc.convert %{{.*}} : tensor<4xui8> to tensor<4xf32>
  %1 = mpc.convert %b : tensor<4xui8> to tensor<4xf32>
  // CHECK: mpc.convert %{{.*}} : tensor<4xi64> to tensor<4xi32>
  %2 = mpc.convert %c : tensor<4xi64> to tensor<4xi32>
  // CHECK: mpc.convert %{{.*}} : tensor<4xf16> to tensor<4xbf16>
  %3 = mpc.convert %d : tensor<4xf16> to tensor<4xbf16>
  // CHECK: mpc.convert %{{.*}} : tensor<4xf64> to tensor<4xi1>
  %4 = mpc.convert %e : tensor<4xf64> to tensor<4xi1>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%x: tensor<f32>, %y: tensor<0x3xf32>) {
  // CHECK: mpc.convert %{{.*}} : tensor<f32> to tensor<f16>
  %0 = mpc.convert %x : tensor<f32> to tensor<f16>
  // CHECK: mpc.convert %{{.*}} : tensor<0x3xf32> to tensor<0x3xf16>
  %1 = mpc.convert %y : tensor<0x3xf32> to tensor<0x3xf16>
  return
}
