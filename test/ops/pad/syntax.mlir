// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_gaps_and_a_value
func.func @takes_gaps_and_a_value(%x: tensor<4x10xf32>, %n: tensor<3xi32>) {
  // CHECK: mpc.pad %{{.*}} low [0, 1] high [0, 2] : tensor<4x10xf32> -> tensor<4x13xf32>
  %0 = mpc.pad %x low [0, 1] high [0, 2] : tensor<4x10xf32> -> tensor<4x13xf32>
  // CHECK: mpc.pad %{{.*}} low [1, 0] high [0, 0] between [1, 2] with -1.000000e+00 : tensor<4x10xf32> -> tensor<8x28xf32>
  %1 = mpc.pad %x low [1, 0] high [0, 0] between [1, 2] with -1.0 : tensor<4x10xf32> -> tensor<8x28xf32>
  // CHECK: mpc.pad %{{.*}} low [1] high [1] with 7.000000e+00 : tensor<3xi32> -> tensor<5xi32>
  %2 = mpc.pad %n low [1] high [1] with 7.0 : tensor<3xi32> -> tensor<5xi32>
  return
}
