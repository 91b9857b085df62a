// RUN: mpc-opt %s -mpc-prepare-model | FileCheck %s

// One pass over x: both sums are of x less the running mean.
// CHECK-LABEL: func.func @train
// CHECK-SAME: %[[X:.*]]: tensor<8x4xf32>, %[[S:.*]]: tensor<4xf32>, %[[M:.*]]: tensor<4xf32>, %[[V:.*]]: tensor<4xf32>
// CHECK: %[[ONE:.*]] = mpc.shifted_sum 1, %[[X]], %[[M]] dims [0] {mpc.keep = "f32"}
// CHECK: %[[FIRST:.*]] = mpc.mul %[[ONE]]
// CHECK: %[[TWO:.*]] = mpc.shifted_sum 2, %[[X]], %[[M]] dims [0]
// CHECK: %[[SECOND:.*]] = mpc.mul %[[TWO]]
// CHECK: %[[MEAN:.*]] = mpc.add %[[M]], %[[FIRST]]
// CHECK: %[[SQUARE:.*]] = mpc.mul %[[FIRST]], %[[FIRST]]
// CHECK: %[[DIFFERENCE:.*]] = mpc.sub %[[SECOND]], %[[SQUARE]]
// CHECK: %[[VARIANCE:.*]] = mpc.max %[[DIFFERENCE]]
// CHECK: %[[INVERSE:.*]] = mpc.rsqrt
// CHECK: mpc.batch_norm_apply %[[X]], %[[S]], %[[S]], %[[MEAN]], %[[INVERSE]]
// CHECK-NOT: mpc.batch_norm %
func.func @train(%x: tensor<8x4xf32>, %s: tensor<4xf32>, %m: tensor<4xf32>, %v: tensor<4xf32>)
    -> (tensor<8x4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %0:3 = mpc.batch_norm %x, %s, %s, %m, %v {mpc.keep = "f32"} : (tensor<8x4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> (tensor<8x4xf32>, tensor<4xf32>, tensor<4xf32>)
  return %0#0, %0#1, %0#2 : tensor<8x4xf32>, tensor<4xf32>, tensor<4xf32>
}
