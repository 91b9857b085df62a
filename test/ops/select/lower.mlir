// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels | FileCheck %s

// CHECK-LABEL: @moves_16_bits_as_they_are
func.func @moves_16_bits_as_they_are(%p: tensor<4xi1>, %x: tensor<4xf16>, %y: tensor<4xf16>)
    -> tensor<4xf16> {
  // CHECK: ^bb0(%[[P:.*]]: i1, %[[X:.*]]: f16, %[[Y:.*]]: f16, %{{.*}}: f16):
  // CHECK-NEXT: arith.select %[[P]], %[[X]], %[[Y]] : f16
  %0 = mpc.select %p, %x, %y : tensor<4xf16>
  return %0 : tensor<4xf16>
}
