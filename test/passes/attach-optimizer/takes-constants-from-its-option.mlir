// RUN: mpc-opt %s -mpc-attach-optimizer=optimizer=adam:beta1=0.5,eps=0.25,beta2=0.75 | FileCheck %s

func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32>, tensor<f32> {mpc.gradient = "w"}) {
  return %w, %w : tensor<f32>, tensor<f32>
}

// CHECK-LABEL: func.func @update
// CHECK: dense<5.0{{.*}}> : tensor<1x256xf32>
// CHECK: dense<7.5{{.*}}> : tensor<1x256xf32>
// CHECK: dense<2.5{{.*}}> : tensor<1x256xf32>
// The logarithms of the betas.
// CHECK: dense<-0.693147{{.*}}> : tensor<f32>
// CHECK: dense<-0.287682{{.*}}> : tensor<f32>
// eps
// CHECK: dense<2.5{{.*}}> : tensor<1x256xf32>
