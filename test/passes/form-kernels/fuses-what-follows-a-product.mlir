// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// CHECK-LABEL: func.func @fuses_bias_and_relu
// CHECK: mpc.kernel contraction "fc1" domain [8, 16] reduced []
// CHECK-NEXT: mpc.constant {mpc.role = "epilogue"}
// CHECK-NEXT: mpc.dot_general {{.*}} {mpc.role = "main"}
// CHECK-NEXT: mpc.broadcast {{.*}} {mpc.role = "epilogue"}
// CHECK-NEXT: mpc.add {{.*}} {mpc.role = "epilogue"}
// CHECK-NEXT: mpc.mul {{.*}} {mpc.role = "epilogue"}
// CHECK-NEXT: %[[Y:.*]] = mpc.relu
// CHECK-NEXT: mpc.yield %[[Y]]
// CHECK-NOT: mpc.kernel
func.func @fuses_bias_and_relu(%x: tensor<8x4xf32>, %w: tensor<4x16xf32>,
                               %b: tensor<16xf32>) -> tensor<8x16xf32> {
  %half = mpc.constant dense<0.5> : tensor<8x16xf32>
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x16xf32>) -> tensor<8x16xf32> loc("fc1")
  %1 = mpc.broadcast %b dims [1] : tensor<16xf32> -> tensor<8x16xf32>
  %2 = mpc.add %0, %1 : tensor<8x16xf32>
  %3 = mpc.mul %2, %half : tensor<8x16xf32>
  %4 = mpc.relu %3 : tensor<8x16xf32>
  return %4 : tensor<8x16xf32>
}

// CHECK-LABEL: func.func @yields_what_others_read
// CHECK: %[[R:.*]]:2 = mpc.kernel contraction
// CHECK: return %[[R]]#0, %[[R]]#1
func.func @yields_what_others_read(%x: tensor<8x4xf32>, %w: tensor<4x16xf32>)
    -> (tensor<8x16xf32>, tensor<8x16xf32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x16xf32>) -> tensor<8x16xf32>
  %1 = mpc.exp %0 : tensor<8x16xf32>
  return %0, %1 : tensor<8x16xf32>, tensor<8x16xf32>
}

// CHECK-LABEL: func.func @keeps_the_adjoint_out_of_the_forward_product
// CHECK: mpc.kernel contraction
// CHECK-NOT: mpc.compare
// CHECK: mpc.kernel pointwise
// CHECK: mpc.compare
func.func @keeps_the_adjoint_out_of_the_forward_product(
    %x: tensor<8x4xf32>, %w: tensor<4x16xf32>, %d: tensor<8x16xf32>)
    -> tensor<8x16xf32> {
  %0 = mpc.dot_general %x, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x16xf32>) -> tensor<8x16xf32>
  %1 = mpc.compare gt, %0, %d {mpc.adjoint} : tensor<8x16xf32>
  %2 = mpc.select %1, %d, %0 {mpc.adjoint} : tensor<8x16xf32>
  return %2 : tensor<8x16xf32>
}
