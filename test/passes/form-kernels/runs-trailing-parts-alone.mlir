// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s --check-prefixes=CHECK,ALONE
// RUN: mpc-opt %s -mpc-form-kernels=trailing=true | FileCheck %s --check-prefixes=CHECK,FUSED
// RUN: mpc-opt %s -mpc-form-kernels="trailing=true fusion=false" | FileCheck %s --check-prefixes=CHECK,ALONE

// The sum reads the product as it is stored, cast down and up again, whether it ends
// the product's kernel or has its own.

// CHECK-LABEL: func.func @sums_columns
// CHECK: mpc.kernel contraction
// CHECK: mpc.dot_general
// CHECK: %[[LOW:.*]] = mpc.cast %{{.*}} to f16
// ALONE: mpc.yield %[[LOW]]
// ALONE: mpc.kernel
// CHECK: mpc.cast %{{.*}} to f32
// CHECK: mpc.reduce sum
// FUSED-SAME: mpc.role = "trailing"
// FUSED-NOT: mpc.kernel
// CHECK: return
func.func @sums_columns(%x: tensor<64x4xf16>, %w: tensor<4x8xf16>) -> (tensor<64x8xf16>, tensor<8xf32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<64x4xf16>, tensor<4x8xf16>) -> tensor<64x8xf32>
  %1 = mpc.cast %0 to f16 : tensor<64x8xf32> -> tensor<64x8xf16>
  %2 = mpc.cast %1 to f32 : tensor<64x8xf16> -> tensor<64x8xf32>
  %3 = mpc.reduce sum, %2 dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  return %1, %3 : tensor<64x8xf16>, tensor<8xf32>
}
