// RUN: mpc-opt %s -mpc-scale-loss=scale=none | FileCheck %s

func.func @train(%params: tensor<1x256xf32> {mpc.state = "params", mpc.kind = "arena"})
    -> (tensor<f32> {mpc.result = "loss"}, tensor<1x256xf32> {mpc.updates = "gradients"}) {
  %loss = mpc.reduce sum, %params dims [0, 1] : tensor<1x256xf32> -> tensor<f32>
  %g = mpc.exp %params : tensor<1x256xf32>
  %pack = mpc.pack %g rows [0] : (tensor<1x256xf32>) -> tensor<1x256xf32>
  return %loss, %pack : tensor<f32>, tensor<1x256xf32>
}

// The low-precision copy is made of the parameters that stay.
// CHECK-LABEL: func.func @update
// CHECK: %[[NEW:.*]] = mpc.sub
// CHECK: %[[P:.*]] = mpc.select %{{.*}}, %{{.*}}, %[[NEW]]
// CHECK: %[[COPY:.*]] = mpc.cast %[[P]] to f16
// CHECK: return %[[P]], %[[COPY]]
func.func @update(%params: tensor<1x256xf32> {mpc.state = "params", mpc.kind = "arena"},
                  %gradients: tensor<1x256xf32> {mpc.state = "gradients", mpc.kind = "gradient"})
    -> (tensor<1x256xf32> {mpc.updates = "params"}, tensor<1x256xf16> {mpc.updates = "params_f16"}) {
  %0 = mpc.sub %params, %gradients : tensor<1x256xf32>
  %1 = mpc.cast %0 to f16 : tensor<1x256xf32> -> tensor<1x256xf16>
  return %0, %1 : tensor<1x256xf32>, tensor<1x256xf16>
}
