// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: @accumulates_16_bits_in_f32
func.func @accumulates_16_bits_in_f32(%x: tensor<4x5xf16>, %y: tensor<5x6xf16>) -> tensor<4x6xf16> {
  // CHECK: linalg.fill {{.*}} -> tensor<4x6xf32>
  // CHECK: mpc.algorithm = "contraction"
  // CHECK: ^bb0(%[[X:.*]]: f16, %[[Y:.*]]: f16, %[[SUM:.*]]: f32):
  // CHECK-DAG: %[[XWIDE:.*]] = arith.extf %[[X]] : f16 to f32
  // CHECK-DAG: %[[YWIDE:.*]] = arith.extf %[[Y]] : f16 to f32
  // CHECK: %[[PRODUCT:.*]] = arith.mulf %[[XWIDE]], %[[YWIDE]] : f32
  // CHECK-NEXT: arith.addf %[[SUM]], %[[PRODUCT]] : f32
  // CHECK: arith.truncf %{{.*}} : f32 to f16
  %0 = mpc.dot_general %x, %y contract [1] x [0] : (tensor<4x5xf16>, tensor<5x6xf16>) -> tensor<4x6xf16>
  return %0 : tensor<4x6xf16>
}

// CHECK-LABEL: @leaves_sums_as_they_are_accumulated
func.func @leaves_sums_as_they_are_accumulated(%x: tensor<4x5xbf16>, %y: tensor<5x6xbf16>) -> tensor<4x6xf32> {
  // CHECK: mpc.algorithm = "contraction"
  // CHECK: ^bb0(%{{.*}}: bf16, %{{.*}}: bf16, %{{.*}}: f32):
  // CHECK-NOT: arith.truncf
  %0 = mpc.dot_general %x, %y contract [1] x [0] : (tensor<4x5xbf16>, tensor<5x6xbf16>) -> tensor<4x6xf32>
  return %0 : tensor<4x6xf32>
}
