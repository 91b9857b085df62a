// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=sgd:no_decay=*.bias,no_decay=scale | FileCheck %s
// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=sgd:no_decay=* | FileCheck %s --check-prefix=NONE
// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=sgd | FileCheck %s --check-prefix=TRAINED

func.func @train(%w: tensor<300xf32> {mpc.param = "fc.weight"}, %b: tensor<4xf32> {mpc.param = "fc.bias"},
                 %s: tensor<4xf32> {mpc.param = "scale"})
    -> (tensor<f32>, tensor<4xf32> {mpc.gradient = "fc.bias"}) {
  %loss = mpc.constant dense<0.0> : tensor<f32>
  return %loss, %b : tensor<f32>, tensor<4xf32>
}
// What is not trained does not decay.
func.func @predict(%other: tensor<4xf32> {mpc.param = "other"}) {
  return
}

// CHECK: {decays = true, {{[^}]*}} name = "fc.weight"
// CHECK-SAME: {decays = false, {{[^}]*}} name = "fc.bias"
// CHECK-SAME: {decays = false, {{[^}]*}} name = "scale"
// CHECK-SAME: {decays = false, {{[^}]*}} name = "other"
// CHECK-LABEL: func.func @update
// CHECK: %[[MASK:.*]] = mpc.constant dense<[1.0{{0*}}e+00, 1.0{{0*}}e+00, 0.0{{0*}}e+00, 0.0{{0*}}e+00, 0.0{{0*}}e+00]> : tensor<5xf32>
// CHECK: mpc.broadcast %[[MASK]] dims [0] : tensor<5xf32> -> tensor<5x256xf32>

// NONE-LABEL: func.func @update
// NONE-SAME: (%[[P:[^:]*]]: {{[^%]*}}, %[[G:[^:]*]]:
// NONE-NOT: tensor<5xf32>
// NONE: mpc.sub %[[P]], %{{.*}} : tensor<5x256xf32>

// TRAINED: {decays = true, {{[^}]*}} name = "fc.bias"
// TRAINED-SAME: {decays = false, {{[^}]*}} name = "other"
