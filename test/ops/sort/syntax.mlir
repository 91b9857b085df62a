// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @sorts_every_type
func.func @sorts_every_type(%a: tensor<4x10xf32>, %b: tensor<10xi1>, %c: tensor<3xui8>, %d: tensor<2x2xi32>,
    %e: tensor<2xi64>, %f: tensor<5xf16>, %g: tensor<5xbf16>, %h: tensor<5xf64>) {
  // CHECK: %{{.*}}, %{{.*}} = mpc.sort %{{.*}} dim 1 : tensor<4x10xf32>
  %0:2 = mpc.sort %a dim 1 : tensor<4x10xf32>
  // CHECK: mpc.sort %{{.*}} dim 0 : tensor<10xi1>
  %1:2 = mpc.sort %b dim 0 : tensor<10xi1>
  // CHECK: mpc.sort %{{.*}} dim 0 : tensor<3xui8>
  %2:2 = mpc.sort %c dim 0 : tensor<3xui8>
  // CHECK: mpc.sort %{{.*}} dim 1 : tensor<2x2xi32>
  %3:2 = mpc.sort %d dim 1 : tensor<2x2xi32>
  // CHECK: mpc.sort %{{.*}} dim 0 : tensor<2xi64>
  %4:2 = mpc.sort %e dim 0 : tensor<2xi64>
  // CHECK: mpc.sort %{{.*}} dim 0 : tensor<5xf16>
  %5:2 = mpc.sort %f dim 0 : tensor<5xf16>
  // CHECK: mpc.sort %{{.*}} dim 0 : tensor<5xbf16>
  %6:2 = mpc.sort %g dim 0 : tensor<5xbf16>
  // CHECK: mpc.sort %{{.*}} dim 0 : tensor<5xf64>
  %7:2 = mpc.sort %h dim 0 : tensor<5xf64>
  return
}

// CHECK-LABEL: @gives_values_and_their_places
func.func @gives_values_and_their_places(%x: tensor<4x10xf16>) -> (tensor<4x10xf16>, tensor<4x10xi32>) {
  // CHECK: %[[V:.*]], %[[P:.*]] = mpc.sort %{{.*}} dim 0 descending : tensor<4x10xf16>
  %v, %p = mpc.sort %x dim 0 descending : tensor<4x10xf16>
  // CHECK: return %[[V]], %[[P]] : tensor<4x10xf16>, tensor<4x10xi32>
  return %v, %p : tensor<4x10xf16>, tensor<4x10xi32>
}

// CHECK-LABEL: @sorts_nothing
func.func @sorts_nothing(%x: tensor<0x3xf32>) {
  // CHECK: mpc.sort %{{.*}} dim 0 : tensor<0x3xf32>
  %0:2 = mpc.sort %x dim 0 : tensor<0x3xf32>
  // CHECK: mpc.sort %{{.*}} dim 1 : tensor<0x3xf32>
  %1:2 = mpc.sort %x dim 1 : tensor<0x3xf32>
  return
}
