// RUN: mpc-opt %s -mpc-form-kernels=trailing=true -mpc-lower-kernels | FileCheck %s

// The same cast in both parts stays two ops: one is computed where the product is,
// one where its rows are summed. The mean's division comes with its sum.
// CHECK-LABEL: func.func @shares_nothing_with_trailing_ops
// CHECK: mpc.algorithm = "contraction", mpc.role = "main"
// CHECK: mpc.role = "epilogue"
// CHECK: arith.truncf
// CHECK: mpc.role = "epilogue"
// CHECK: arith.extf
// CHECK: mpc.role = "epilogue"
// CHECK: math.exp
// CHECK: iterator_types = ["parallel", "parallel"]{{.*}}mpc.role = "trailing"
// CHECK: arith.extf
// CHECK: iterator_types = ["reduction", "parallel"]{{.*}}mpc.role = "trailing"
// CHECK: arith.addf
// CHECK: iterator_types = ["parallel"]{{.*}}mpc.role = "trailing"
// CHECK: arith.divf
// CHECK-NOT: linalg.generic
// CHECK: mpc.yield
func.func @shares_nothing_with_trailing_ops(%x: tensor<8x4xf16>, %w: tensor<4x3xf16>)
    -> (tensor<8x3xf16>, tensor<8x3xf32>, tensor<3xf32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<8x4xf16>, tensor<4x3xf16>) -> tensor<8x3xf32>
  %1 = mpc.cast %0 to f16 : tensor<8x3xf32> -> tensor<8x3xf16>
  %2 = mpc.cast %1 to f32 : tensor<8x3xf16> -> tensor<8x3xf32>
  %3 = mpc.exp %2 : tensor<8x3xf32>
  %4 = mpc.reduce mean, %2 dims [0] : tensor<8x3xf32> -> tensor<3xf32>
  return %1, %3, %4 : tensor<8x3xf16>, tensor<8x3xf32>, tensor<3xf32>
}
