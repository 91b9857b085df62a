// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @reorders_any_number_of_dimensions
func.func @reorders_any_number_of_dimensions(%x: tensor<2x3x4xbf16>, %y: tensor<i32>, %z: tensor<0x3xi1>) {
  // CHECK: mpc.transpose %{{.*}} perm [2, 0, 1] : tensor<2x3x4xbf16> -> tensor<4x2x3xbf16>
  %0 = mpc.transpose %x perm [2, 0, 1] : tensor<2x3x4xbf16> -> tensor<4x2x3xbf16>
  // CHECK: mpc.transpose %{{.*}} perm [] : tensor<i32> -> tensor<i32>
  %1 = mpc.transpose %y perm [] : tensor<i32> -> tensor<i32>
  // CHECK: mpc.transpose %{{.*}} perm [1, 0] : tensor<0x3xi1> -> tensor<3x0xi1>
  %2 = mpc.transpose %z perm [1, 0] : tensor<0x3xi1> -> tensor<3x0xi1>
  return
}
