// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_statistics_of_channels_or_of_examples_and_channels
func.func @takes_statistics_of_channels_or_of_examples_and_channels(%x: tensor<4x3x8xf32>, %s: tensor<8xf32>, %t: tensor<4x8xf32>, %a: tensor<4x8xf16>) {
  // CHECK: mpc.channel_norm_adjoint %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} scale %{{.*}} : (tensor<4x3x8xf32>, tensor<4x3x8xf32>, tensor<4x8xf32>
  %0 = mpc.channel_norm_adjoint %x, %x, %t, %t, %t, %t scale %s : (tensor<4x3x8xf32>, tensor<4x3x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>, tensor<8xf32>) -> tensor<4x3x8xf32>
  // CHECK: mpc.channel_norm_adjoint %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<4x8xf16>, tensor<4x8xf16>, tensor<8xf32>
  %1 = mpc.channel_norm_adjoint %a, %a, %s, %s, %s, %s : (tensor<4x8xf16>, tensor<4x8xf16>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<4x8xf16>
  return
}
