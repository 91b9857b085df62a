// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// Scalars are computed inside; counters, which are stored, have a tiny kernel of
// their own, and it comes last because it overwrites what the other reads.
// CHECK-LABEL: func.func @update
// CHECK: mpc.kernel pointwise {{.*}} domain [4, 256] reduced []
// CHECK: mpc.expm1 {{.*}} tensor<f32>
// CHECK: mpc.kernel pointwise {{.*}} domain [] reduced []
// CHECK: mpc.add {{.*}} tensor<i64>
// CHECK-NOT: mpc.kernel
func.func @update(%p: tensor<4x256xf32> {mpc.state = "params"},
                  %g: tensor<4x256xf32> {mpc.state = "gradients"},
                  %t: tensor<i64> {mpc.state = "updates"})
    -> (tensor<i64> {mpc.updates = "updates"},
        tensor<4x256xf32> {mpc.updates = "params"}) {
  %one = mpc.constant dense<1> : tensor<i64>
  %next = mpc.add %t, %one : tensor<i64>
  %0 = mpc.convert %next : tensor<i64> to tensor<f32>
  %1 = mpc.expm1 %0 : tensor<f32>
  %2 = mpc.broadcast %1 dims [] : tensor<f32> -> tensor<4x256xf32>
  %3 = mpc.mul %g, %2 : tensor<4x256xf32>
  %4 = mpc.sub %p, %3 : tensor<4x256xf32>
  return %next, %4 : tensor<i64>, tensor<4x256xf32>
}
