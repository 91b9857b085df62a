// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=lion | FileCheck %s

func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32>, tensor<f32> {mpc.gradient = "w"}) {
  return %w, %w : tensor<f32>, tensor<f32>
}

// CHECK-LABEL: func.func @update
// CHECK-SAME: (%[[P:[^:]*]]: {{[^%]*}}, %[[G:[^:]*]]: {{[^%]*}}, %[[M:[^:]*]]: {{[^%]*}}mpc.state = "momentum"}
// Rate and decay are not AdamW's.
// CHECK-SAME: {mpc.initial = 1.0{{0*}}e-04 : f64, mpc.kind = "scalar", mpc.state = "lr"}
// CHECK-SAME: {mpc.initial = 1.0{{0*}}e-01 : f64, mpc.kind = "scalar", mpc.state = "weight_decay"}
// CHECK: %[[DECAYED:.*]] = mpc.mul %[[P]], %{{.*}} : tensor<1x256xf32>
// CHECK-DAG: %[[NINE:.*]] = mpc.constant dense<{{0\.89999.*|9\.0.*e-01}}> : tensor<1x256xf32>
// CHECK-DAG: %[[OLD:.*]] = mpc.mul %[[NINE]], %[[M]]
// CHECK: %[[BLEND:.*]] = mpc.add %[[OLD]], %{{.*}}
// CHECK: %[[SIGN:.*]] = mpc.sign %[[BLEND]]
// The moment is another blend, of the same two.
// CHECK: mpc.mul %{{.*}}, %[[M]]
// CHECK: mpc.mul %{{.*}}, %[[G]]
// CHECK: %[[NEW:.*]] = mpc.select
// CHECK: %[[CHANGE:.*]] = mpc.mul %{{.*}}, %[[SIGN]]
// CHECK: %[[PARAMS:.*]] = mpc.sub %[[DECAYED]], %[[CHANGE]]
// CHECK: return %[[PARAMS]], %[[NEW]],
