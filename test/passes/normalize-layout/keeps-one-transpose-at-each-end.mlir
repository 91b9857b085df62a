// RUN: mpc-opt %s -canonicalize -mpc-normalize-layout -canonicalize | FileCheck %s

// A network with channels first is one with channels last between two transposes;
// filters are read across.
// CHECK-LABEL: @network
// CHECK-SAME: %[[X:.*]]: tensor<8x3x8x8xf32>,
func.func @network(%x: tensor<8x3x8x8xf32>, %a: tensor<16x3x3x3xf32>, %b: tensor<4x16x3x3xf32>, %c: tensor<16xf32>)
    -> tensor<8x4x1x1xf32> {
  // CHECK: %[[T:.*]] = mpc.transpose %[[X]] perm [0, 2, 3, 1] : tensor<8x3x8x8xf32> -> tensor<8x8x8x3xf32>
  // CHECK: mpc.conv2d %[[T]], %{{.*}} : (tensor<8x8x8x3xf32>, tensor<3x3x3x16xf32>) -> tensor<8x6x6x16xf32>
  // CHECK-NOT: mpc.transpose {{.*}}: tensor<8
  // CHECK: mpc.add
  // CHECK: mpc.max_pool2d %{{.*}} size [2, 2] : tensor<8x6x6x16xf32> -> tensor<8x3x3x16xf32>
  // CHECK: mpc.relu
  // CHECK: %[[Y:.*]] = mpc.conv2d
  // CHECK: %[[R:.*]] = mpc.transpose %[[Y]] perm [0, 3, 1, 2]
  // CHECK-NEXT: return %[[R]]
  %0 = mpc.conv2d %x, %a layout nchw : (tensor<8x3x8x8xf32>, tensor<16x3x3x3xf32>) -> tensor<8x16x6x6xf32>
  %1 = mpc.broadcast %c dims [1] : tensor<16xf32> -> tensor<8x16x6x6xf32>
  %2 = mpc.add %0, %1 : tensor<8x16x6x6xf32>
  %3 = mpc.relu %2 : tensor<8x16x6x6xf32>
  %4 = mpc.max_pool2d %3 size [2, 2] layout nchw : tensor<8x16x6x6xf32> -> tensor<8x16x3x3xf32>
  %5 = mpc.conv2d %4, %b layout nchw : (tensor<8x16x3x3xf32>, tensor<4x16x3x3xf32>) -> tensor<8x4x1x1xf32>
  return %5 : tensor<8x4x1x1xf32>
}
