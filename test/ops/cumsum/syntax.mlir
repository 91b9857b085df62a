// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @sums_in_every_way
func.func @sums_in_every_way(%x: tensor<4x10xf32>) {
  // CHECK: mpc.cumsum %{{.*}} dim 1 : tensor<4x10xf32>
  %0 = mpc.cumsum %x dim 1 : tensor<4x10xf32>
  // CHECK: mpc.cumsum %{{.*}} dim 0 exclusive : tensor<4x10xf32>
  %1 = mpc.cumsum %x dim 0 exclusive : tensor<4x10xf32>
  // CHECK: mpc.cumsum %{{.*}} dim 1 reverse : tensor<4x10xf32>
  %2 = mpc.cumsum %x dim 1 reverse : tensor<4x10xf32>
  // CHECK: mpc.cumsum %{{.*}} dim 1 exclusive reverse : tensor<4x10xf32>
  %3 = mpc.cumsum %x dim 1 exclusive reverse : tensor<4x10xf32>
  return
}

// CHECK-LABEL: @sums_every_number
func.func @sums_every_number(%a: tensor<3xui8>, %b: tensor<3xi32>, %c: tensor<3xi64>, %d: tensor<3xf16>,
    %e: tensor<3xbf16>, %f: tensor<3xf64>, %g: tensor<0xf32>) {
  // CHECK: mpc.cumsum %{{.*}} dim 0 : tensor<3xui8>
  %0 = mpc.cumsum %a dim 0 : tensor<3xui8>
  // CHECK: mpc.cumsum %{{.*}} dim 0 : tensor<3xi32>
  %1 = mpc.cumsum %b dim 0 : tensor<3xi32>
  // CHECK: mpc.cumsum %{{.*}} dim 0 : tensor<3xi64>
  %2 = mpc.cumsum %c dim 0 : tensor<3xi64>
  // CHECK: mpc.cumsum %{{.*}} dim 0 : tensor<3xf16>
  %3 = mpc.cumsum %d dim 0 : tensor<3xf16>
  // CHECK: mpc.cumsum %{{.*}} dim 0 : tensor<3xbf16>
  %4 = mpc.cumsum %e dim 0 : tensor<3xbf16>
  // CHECK: mpc.cumsum %{{.*}} dim 0 : tensor<3xf64>
  %5 = mpc.cumsum %f dim 0 : tensor<3xf64>
  // CHECK: mpc.cumsum %{{.*}} dim 0 : tensor<0xf32>
  %6 = mpc.cumsum %g dim 0 : tensor<0xf32>
  return
}
