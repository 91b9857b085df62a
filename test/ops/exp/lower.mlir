// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: @computes_16_bits_in_f32
func.func @computes_16_bits_in_f32(%x: tensor<4xbf16>) -> tensor<4xbf16> {
  // CHECK: ^bb0(%[[IN:.*]]: bf16, %{{.*}}: bf16):
  // CHECK-NEXT: %[[WIDE:.*]] = arith.extf %[[IN]] : bf16 to f32
  // CHECK-NEXT: %[[EXP:.*]] = math.exp %[[WIDE]] : f32
  // CHECK-NEXT: %[[OUT:.*]] = arith.truncf %[[EXP]] : f32 to bf16
  // CHECK-NEXT: linalg.yield %[[OUT]] : bf16
  %0 = mpc.exp %x : tensor<4xbf16>
  return %0 : tensor<4xbf16>
}

// CHECK-LABEL: @computes_f64_in_f64
func.func @computes_f64_in_f64(%x: tensor<4xf64>) -> tensor<4xf64> {
  // CHECK: math.exp %{{.*}} : f64
  %0 = mpc.exp %x : tensor<4xf64>
  return %0 : tensor<4xf64>
}
