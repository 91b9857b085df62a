// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float_and_integer
func.func @takes_every_float_and_integer(%a: tensor<64x10xf32>, %b: tensor<64xi32>,
    %c: tensor<4x8x10xf16>, %d: tensor<4x8xui8>, %e: tensor<10xf64>, %f: tensor<i64>) {
  // CHECK: mpc.cross_entropy %{{.*}}, %{{.*}} : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<64xf32>
  %0 = mpc.cross_entropy %a, %b : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<64xf32>
  // CHECK: mpc.cross_entropy %{{.*}}, %{{.*}} : (tensor<4x8x10xf16>, tensor<4x8xui8>) -> tensor<4x8xf16>
  %1 = mpc.cross_entropy %c, %d : (tensor<4x8x10xf16>, tensor<4x8xui8>) -> tensor<4x8xf16>
  // CHECK: mpc.cross_entropy %{{.*}}, %{{.*}} : (tensor<10xf64>, tensor<i64>) -> tensor<f64>
  %2 = mpc.cross_entropy %e, %f : (tensor<10xf64>, tensor<i64>) -> tensor<f64>
  return
}

// CHECK-LABEL: @shows_smoothing_if_there_is_any
func.func @shows_smoothing_if_there_is_any(%x: tensor<64x10xf32>, %y: tensor<64xi32>) {
  // CHECK: mpc.cross_entropy %{{.*}}, %{{.*}} smoothing 1.000000e-01 : (tensor
  %0 = mpc.cross_entropy %x, %y smoothing 0.1 : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<64xf32>
  // CHECK: mpc.cross_entropy %{{.*}}, %{{.*}} : (tensor
  %1 = mpc.cross_entropy %x, %y smoothing 0.0 : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<64xf32>
  return
}

// CHECK-LABEL: @takes_no_rows_and_no_classes
func.func @takes_no_rows_and_no_classes(%x: tensor<0x10xf32>, %y: tensor<0xi32>,
    %z: tensor<4x0xf32>, %w: tensor<4xi32>) {
  // CHECK: mpc.cross_entropy %{{.*}}, %{{.*}} : (tensor<0x10xf32>, tensor<0xi32>) -> tensor<0xf32>
  %0 = mpc.cross_entropy %x, %y : (tensor<0x10xf32>, tensor<0xi32>) -> tensor<0xf32>
  // CHECK: mpc.cross_entropy %{{.*}}, %{{.*}} : (tensor<4x0xf32>, tensor<4xi32>) -> tensor<4xf32>
  %1 = mpc.cross_entropy %z, %w : (tensor<4x0xf32>, tensor<4xi32>) -> tensor<4xf32>
  return
}

// CHECK-LABEL: @ignores_a_label
func.func @ignores_a_label(%x: tensor<64x10xf32>, %y: tensor<64xi32>, %z: tensor<64xui8>) {
  // CHECK: mpc.cross_entropy %{{.*}}, %{{.*}} smoothing 1.000000e-01 ignore -100 : (tensor<64x10xf32>, tensor<64xi32>)
  %0 = mpc.cross_entropy %x, %y smoothing 0.1 ignore -100 : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<64xf32>
  // CHECK: mpc.cross_entropy %{{.*}}, %{{.*}} ignore 255 : (tensor<64x10xf32>, tensor<64xui8>)
  %1 = mpc.cross_entropy %x, %z ignore 255 : (tensor<64x10xf32>, tensor<64xui8>) -> tensor<64xf32>
  return
}

// CHECK-LABEL: @takes_probabilities
func.func @takes_probabilities(%x: tensor<64x10xf32>, %a: tensor<10xf16>) {
  // CHECK: mpc.cross_entropy %{{.*}}, %{{.*}} smoothing 1.000000e-01 : (tensor<64x10xf32>, tensor<64x10xf32>) -> tensor<64xf32>
  %0 = mpc.cross_entropy %x, %x smoothing 0.1 : (tensor<64x10xf32>, tensor<64x10xf32>) -> tensor<64xf32>
  // CHECK: mpc.cross_entropy %{{.*}}, %{{.*}} : (tensor<10xf16>, tensor<10xf16>) -> tensor<f16>
  %1 = mpc.cross_entropy %a, %a : (tensor<10xf16>, tensor<10xf16>) -> tensor<f16>
  return
}
