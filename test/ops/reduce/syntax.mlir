// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @combines_in_eight_ways
func.func @combines_in_eight_ways(%x: tensor<64x10xf32>) {
  // CHECK: mpc.reduce sum, %{{.*}} dims [1] : tensor<64x10xf32> -> tensor<64xf32>
  %0 = mpc.reduce sum, %x dims [1] : tensor<64x10xf32> -> tensor<64xf32>
  // CHECK: mpc.reduce max, %{{.*}} dims [0] : tensor<64x10xf32> -> tensor<10xf32>
  %1 = mpc.reduce max, %x dims [0] : tensor<64x10xf32> -> tensor<10xf32>
  // CHECK: mpc.reduce mean, %{{.*}} dims [0, 1] : tensor<64x10xf32> -> tensor<f32>
  %2 = mpc.reduce mean, %x dims [0, 1] : tensor<64x10xf32> -> tensor<f32>
  // CHECK: mpc.reduce argmax, %{{.*}} dims [1] : tensor<64x10xf32> -> tensor<64xi32>
  %3 = mpc.reduce argmax, %x dims [1] : tensor<64x10xf32> -> tensor<64xi32>
  // CHECK: mpc.reduce min, %{{.*}} dims [1] : tensor<64x10xf32> -> tensor<64xf32>
  %4 = mpc.reduce min, %x dims [1] : tensor<64x10xf32> -> tensor<64xf32>
  // CHECK: mpc.reduce prod, %{{.*}} dims [1] : tensor<64x10xf32> -> tensor<64xf32>
  %5 = mpc.reduce prod, %x dims [1] : tensor<64x10xf32> -> tensor<64xf32>
  %p = mpc.compare eq, %x, %x : tensor<64x10xf32>
  // CHECK: mpc.reduce any, %{{.*}} dims [1] : tensor<64x10xi1> -> tensor<64xi1>
  %6 = mpc.reduce any, %p dims [1] : tensor<64x10xi1> -> tensor<64xi1>
  // CHECK: mpc.reduce all, %{{.*}} dims [0, 1] : tensor<64x10xi1> -> tensor<i1>
  %7 = mpc.reduce all, %p dims [0, 1] : tensor<64x10xi1> -> tensor<i1>
  return
}

// CHECK-LABEL: @takes_every_number
func.func @takes_every_number(%a: tensor<4xui8>, %b: tensor<4xi32>, %c: tensor<4xi64>,
    %d: tensor<4xf16>, %e: tensor<4xbf16>, %f: tensor<4xf64>) {
  // CHECK: mpc.reduce sum, %{{.*}} dims [0] : tensor<4xui8> -> tensor<ui8>
  %0 = mpc.reduce sum, %a dims [0] : tensor<4xui8> -> tensor<ui8>
  // CHECK: mpc.reduce max, %{{.*}} dims [0] : tensor<4xi32> -> tensor<i32>
  %1 = mpc.reduce max, %b dims [0] : tensor<4xi32> -> tensor<i32>
  // CHECK: mpc.reduce argmax, %{{.*}} dims [0] : tensor<4xi64> -> tensor<i32>
  %2 = mpc.reduce argmax, %c dims [0] : tensor<4xi64> -> tensor<i32>
  // CHECK: mpc.reduce mean, %{{.*}} dims [0] : tensor<4xf16> -> tensor<f16>
  %3 = mpc.reduce mean, %d dims [0] : tensor<4xf16> -> tensor<f16>
  // CHECK: mpc.reduce sum, %{{.*}} dims [0] : tensor<4xbf16> -> tensor<bf16>
  %4 = mpc.reduce sum, %e dims [0] : tensor<4xbf16> -> tensor<bf16>
  // CHECK: mpc.reduce sum, %{{.*}} dims [0] : tensor<4xf64> -> tensor<f64>
  %5 = mpc.reduce sum, %f dims [0] : tensor<4xf64> -> tensor<f64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements(%x: tensor<f32>, %y: tensor<0x3xf32>) {
  // CHECK: mpc.reduce sum, %{{.*}} dims [] : tensor<f32> -> tensor<f32>
  %0 = mpc.reduce sum, %x dims [] : tensor<f32> -> tensor<f32>
  // CHECK: mpc.reduce max, %{{.*}} dims [0] : tensor<0x3xf32> -> tensor<3xf32>
  %1 = mpc.reduce max, %y dims [0] : tensor<0x3xf32> -> tensor<3xf32>
  // CHECK: mpc.reduce argmax, %{{.*}} dims [1] : tensor<0x3xf32> -> tensor<0xi32>
  %2 = mpc.reduce argmax, %y dims [1] : tensor<0x3xf32> -> tensor<0xi32>
  return
}
