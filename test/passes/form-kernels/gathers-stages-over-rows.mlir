// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// Loss and adjoint read the logits once; the mean is a kernel of its own.
// CHECK-LABEL: func.func @fuses_the_loss_with_its_adjoint
// CHECK: %[[K:.*]]:2 = mpc.kernel row_reduction "loss" domain [8, 10] reduced [1]
// CHECK: mpc.cross_entropy {{.*}} {mpc.role = "main"}
// CHECK: mpc.softmax {{.*}} {mpc.adjoint, mpc.role = "stage"}
// CHECK: mpc.yield
// CHECK: %[[M:.*]] = mpc.kernel row_reduction {{.*}} domain [8] reduced [0] (%{{.*}} = %[[K]]#0
// CHECK: return %[[M]], %[[K]]#1
func.func @fuses_the_loss_with_its_adjoint(%x: tensor<8x10xf32>, %y: tensor<8xui8>)
    -> (tensor<f32>, tensor<8x10xf32>) {
  %0 = mpc.cross_entropy %x, %y : (tensor<8x10xf32>, tensor<8xui8>) -> tensor<8xf32> loc("loss")
  %1 = mpc.reduce mean, %0 dims [0] : tensor<8xf32> -> tensor<f32>
  %2 = mpc.softmax %x dim 1 {mpc.adjoint} : tensor<8x10xf32>
  %eighth = mpc.constant dense<0.125> : tensor<8x10xf32>
  %3 = mpc.mul %2, %eighth {mpc.adjoint} : tensor<8x10xf32>
  return %1, %3 : tensor<f32>, tensor<8x10xf32>
}

// CHECK-LABEL: func.func @keeps_statistics_in_the_kernel
// CHECK: mpc.kernel row_reduction {{.*}} domain [4, 8] reduced [1]
// CHECK-NOT: mpc.kernel
func.func @keeps_statistics_in_the_kernel(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %0 = mpc.reduce mean, %x dims [1] : tensor<4x8xf32> -> tensor<4xf32>
  %1 = mpc.broadcast %0 dims [0] : tensor<4xf32> -> tensor<4x8xf32>
  %2 = mpc.sub %x, %1 : tensor<4x8xf32>
  %3 = mpc.mul %2, %2 : tensor<4x8xf32>
  %4 = mpc.reduce mean, %3 dims [1] : tensor<4x8xf32> -> tensor<4xf32>
  %5 = mpc.rsqrt %4 : tensor<4xf32>
  %6 = mpc.broadcast %5 dims [0] : tensor<4xf32> -> tensor<4x8xf32>
  %7 = mpc.mul %2, %6 : tensor<4x8xf32>
  return %7 : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @decomposes_softmax_over_leading_dimensions
// CHECK-NOT: mpc.softmax
// CHECK: mpc.kernel column_reduction {{.*}} domain [8, 10] reduced [0]
// CHECK-NOT: mpc.softmax
// CHECK: return
func.func @decomposes_softmax_over_leading_dimensions(%x: tensor<8x10xf32>)
    -> tensor<8x10xf32> {
  %0 = mpc.softmax %x dim 0 : tensor<8x10xf32>
  return %0 : tensor<8x10xf32>
}
