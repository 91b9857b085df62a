// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @is_part_of_an_arena
func.func @is_part_of_an_arena(%arena: tensor<922x256xf32>, %bits: tensor<1x256xi1>) {
  // CHECK: mpc.segment %{{.*}}[12] : tensor<922x256xf32> -> tensor<784x256xf32>
  %0 = mpc.segment %arena[12] : tensor<922x256xf32> -> tensor<784x256xf32>
  // CHECK: mpc.segment %{{.*}}[921] : tensor<922x256xf32> -> tensor<f32>
  %1 = mpc.segment %arena[921] : tensor<922x256xf32> -> tensor<f32>
  // CHECK: mpc.segment %{{.*}}[922] : tensor<922x256xf32> -> tensor<0x3xf32>
  %2 = mpc.segment %arena[922] : tensor<922x256xf32> -> tensor<0x3xf32>
  // CHECK: mpc.segment %{{.*}}[0] : tensor<1x256xi1> -> tensor<16x16xi1>
  %3 = mpc.segment %bits[0] : tensor<1x256xi1> -> tensor<16x16xi1>
  return
}
