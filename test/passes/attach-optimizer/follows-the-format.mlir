// RUN: mpc-opt %s -mpc-attach-optimizer | FileCheck %s

func.func @train(%w: tensor<f64> {mpc.param = "w"}) -> (tensor<f64>, tensor<f64> {mpc.gradient = "w"}) {
  return %w, %w : tensor<f64>, tensor<f64>
}

// CHECK-LABEL: func.func @update
// CHECK-SAME: tensor<1x256xf64>
// CHECK-SAME: tensor<f64> {{[^%]*}} mpc.state = "lr"
// CHECK-NOT: f32
// CHECK: return
