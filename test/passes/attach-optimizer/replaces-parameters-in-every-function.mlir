// RUN: mpc-opt %s -mpc-attach-optimizer | FileCheck %s

// CHECK-LABEL: func.func @train
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32> {mpc.input = "x"}, %[[PARAMS:.*]]: tensor<2x256xf32> {mpc.kind = "arena", mpc.state = "params"}, %{{.*}}: tensor<i32> {mpc.input = "k"})
// CHECK-SAME: -> (tensor<3xf32> {mpc.result = "y"}, tensor<2x256xf32> {mpc.updates = "gradients"})
func.func @train(%x: tensor<3xf32> {mpc.input = "x"},
                 %w: tensor<3xf32> {mpc.param = "w"},
                 %k: tensor<i32> {mpc.input = "k"},
                 %v: tensor<3xf32> {mpc.param = "v"})
    -> (tensor<3xf32> {mpc.gradient = "v"}, tensor<3xf32> {mpc.result = "y"},
        tensor<3xf32> {mpc.gradient = "w"}) {
  // CHECK: %[[W:.*]] = mpc.segment %[[PARAMS]][0] : tensor<2x256xf32> -> tensor<3xf32>
  // CHECK: %[[V:.*]] = mpc.segment %[[PARAMS]][1] : tensor<2x256xf32> -> tensor<3xf32>
  // CHECK: %[[Y:.*]] = mpc.mul %[[X]], %[[W]]
  %y = mpc.mul %x, %w : tensor<3xf32>
  // Results that are left come first, segments are in the order of rows.
  // CHECK: %[[GRADIENTS:.*]] = mpc.pack %[[X]], %[[V]] rows [0, 1]
  // CHECK: return %[[Y]], %[[GRADIENTS]]
  return %v, %y, %x : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// Only parameters that are used become segments.
// CHECK-LABEL: func.func @predict
// CHECK-SAME: (%[[PARAMS:.*]]: tensor<2x256xf32> {{.*}}, %{{.*}}: tensor<3xf32> {mpc.input = "x"})
func.func @predict(%w: tensor<3xf32> {mpc.param = "w"}, %v: tensor<3xf32> {mpc.param = "v"},
                   %x: tensor<3xf32> {mpc.input = "x"}) -> tensor<3xf32> {
  // CHECK-NEXT: mpc.segment %[[PARAMS]][1]
  // CHECK-NEXT: mpc.mul
  %y = mpc.mul %x, %v : tensor<3xf32>
  return %y : tensor<3xf32>
}

// CHECK-LABEL: func.func @unrelated
// CHECK-SAME: (%{{.*}}: tensor<3xf32> {mpc.input = "x"}) -> tensor<3xf32>
func.func @unrelated(%x: tensor<3xf32> {mpc.input = "x"}) -> tensor<3xf32> {
  return %x : tensor<3xf32>
}
