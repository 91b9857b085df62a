// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @repeats_along_new_dimensions
func.func @repeats_along_new_dimensions(%x: tensor<10xf32>, %y: tensor<i1>, %z: tensor<0xui8>) {
  // CHECK: mpc.broadcast %{{.*}} dims [1] : tensor<10xf32> -> tensor<64x10xf32>
  %0 = mpc.broadcast %x dims [1] : tensor<10xf32> -> tensor<64x10xf32>
  // CHECK: mpc.broadcast %{{.*}} dims [] : tensor<i1> -> tensor<4x5xi1>
  %1 = mpc.broadcast %y dims [] : tensor<i1> -> tensor<4x5xi1>
  // CHECK: mpc.broadcast %{{.*}} dims [0] : tensor<0xui8> -> tensor<0x3xui8>
  %2 = mpc.broadcast %z dims [0] : tensor<0xui8> -> tensor<0x3xui8>
  // CHECK: mpc.broadcast %{{.*}} dims [] : tensor<i1> -> tensor<i1>
  %3 = mpc.broadcast %y dims [] : tensor<i1> -> tensor<i1>
  return
}
