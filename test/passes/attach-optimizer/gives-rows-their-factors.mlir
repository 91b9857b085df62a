// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=sgd | FileCheck %s

func.func @train(%w: tensor<300xf32> {mpc.param = "w"}, %b: tensor<4xf32> {mpc.param = "b", mpc.decay_factor = 0.0 : f64},
                 %s: tensor<4xf32> {mpc.param = "s", mpc.lr_factor = 0.5 : f64, mpc.decay_factor = 4.0 : f64})
    -> (tensor<f32>, tensor<4xf32> {mpc.gradient = "b"}) {
  %loss = mpc.constant dense<0.0> : tensor<f32>
  return %loss, %b : tensor<f32>, tensor<4xf32>
}

// CHECK: {decays = true, {{[^}]*}} name = "w"
// CHECK-SAME: {decay_factor = 0.0{{0*}}e+00 : f64, decays = false, {{[^}]*}} name = "b"
// CHECK-SAME: {decay_factor = 4.0{{0*}}e+00 : f64, decays = true, {{[^}]*}} lr_factor = 5.0{{0*}}e-01 : f64, name = "s"
// CHECK-LABEL: func.func @update
// The decay of a step is the rate times the decay, so it has both factors.
// CHECK: %[[DECAYS:.*]] = mpc.constant dense<[1.0{{0*}}e+00, 1.0{{0*}}e+00, 0.0{{0*}}e+00, 2.0{{0*}}e+00]> : tensor<4xf32>
// CHECK: mpc.broadcast %[[DECAYS]] dims [0] : tensor<4xf32> -> tensor<4x256xf32>
// CHECK: %[[RATES:.*]] = mpc.constant dense<[1.0{{0*}}e+00, 1.0{{0*}}e+00, 1.0{{0*}}e+00, 5.0{{0*}}e-01]> : tensor<4xf32>
// CHECK: %[[ALL:.*]] = mpc.broadcast %[[RATES]] dims [0] : tensor<4xf32> -> tensor<4x256xf32>
// CHECK: %[[RATE:.*]] = mpc.mul %{{.*}}, %[[ALL]] : tensor<4x256xf32>
// CHECK: mpc.mul %[[RATE]], %{{.*}}
