// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @moves_in_both_directions
func.func @moves_in_both_directions(%x: tensor<2x5x6x3xf32>) {
  // CHECK: mpc.window %{{.*}} dims [1, 2] size [3, 3] stride [1, 1] dilation [1, 1] spread [1, 1] low [1, 1] high [1, 1] : tensor<2x5x6x3xf32> -> tensor<2x5x6x3x3x3xf32>
  %0 = mpc.window %x dims [1, 2] size [3, 3] stride [1, 1] dilation [1, 1] spread [1, 1] low [1, 1] high [1, 1] : tensor<2x5x6x3xf32> -> tensor<2x5x6x3x3x3xf32>
  // CHECK: mpc.window %{{.*}} dims [2] size [2] stride [2] dilation [1] spread [2] low [-1] high [0] reversed with 1.000000e+00 : tensor<2x5x6x3xf32> -> tensor<2x5x5x2x3xf32>
  %1 = mpc.window %x dims [2] size [2] stride [2] dilation [1] spread [2] low [-1] high [0] reversed with 1.0 : tensor<2x5x6x3xf32> -> tensor<2x5x5x2x3xf32>
  return
}
