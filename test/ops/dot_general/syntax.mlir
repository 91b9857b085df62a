// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @multiplies_matrices_of_every_float
func.func @multiplies_matrices_of_every_float(%a: tensor<4x5xf16>, %b: tensor<5x6xf16>,
    %c: tensor<4x5xbf16>, %d: tensor<4x5xf32>, %e: tensor<4x5xf64>) {
  // CHECK: mpc.dot_general %{{.*}}, %{{.*}} contract [1] x [0] : (tensor<4x5xf16>, tensor<5x6xf16>) -> tensor<4x6xf16>
  %0 = mpc.dot_general %a, %b contract [1] x [0] : (tensor<4x5xf16>, tensor<5x6xf16>) -> tensor<4x6xf16>
  // CHECK: mpc.dot_general %{{.*}}, %{{.*}} contract [1] x [1] : (tensor<4x5xbf16>, tensor<4x5xbf16>) -> tensor<4x4xbf16>
  %1 = mpc.dot_general %c, %c contract [1] x [1] : (tensor<4x5xbf16>, tensor<4x5xbf16>) -> tensor<4x4xbf16>
  // CHECK: mpc.dot_general %{{.*}}, %{{.*}} contract [0] x [0] : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<5x5xf32>
  %2 = mpc.dot_general %d, %d contract [0] x [0] : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<5x5xf32>
  // CHECK: mpc.dot_general %{{.*}}, %{{.*}} contract [0, 1] x [0, 1] : (tensor<4x5xf64>, tensor<4x5xf64>) -> tensor<f64>
  %3 = mpc.dot_general %e, %e contract [0, 1] x [0, 1] : (tensor<4x5xf64>, tensor<4x5xf64>) -> tensor<f64>
  return
}

// CHECK-LABEL: @has_batches_in_any_order
func.func @has_batches_in_any_order(%a: tensor<2x8x4x5xf32>, %b: tensor<8x2x5x6xf32>) {
  // CHECK: mpc.dot_general %{{.*}}, %{{.*}} batch [0, 1] x [1, 0] contract [3] x [2] : (tensor<2x8x4x5xf32>, tensor<8x2x5x6xf32>) -> tensor<2x8x4x6xf32>
  %0 = mpc.dot_general %a, %b batch [0, 1] x [1, 0] contract [3] x [2] : (tensor<2x8x4x5xf32>, tensor<8x2x5x6xf32>) -> tensor<2x8x4x6xf32>
  return
}

// CHECK-LABEL: @hides_empty_batches
func.func @hides_empty_batches(%x: tensor<4xf32>, %y: tensor<f32>) {
  // CHECK: mpc.dot_general %{{.*}}, %{{.*}} contract [] x [] : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>
  %0 = mpc.dot_general %x, %y batch [] x [] contract [] x [] : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>
  return
}

// CHECK-LABEL: @contracts_no_elements
func.func @contracts_no_elements(%x: tensor<4x0xf32>, %y: tensor<0x6xf32>) {
  // CHECK: mpc.dot_general %{{.*}}, %{{.*}} contract [1] x [0] : (tensor<4x0xf32>, tensor<0x6xf32>) -> tensor<4x6xf32>
  %0 = mpc.dot_general %x, %y contract [1] x [0] : (tensor<4x0xf32>, tensor<0x6xf32>) -> tensor<4x6xf32>
  return
}
