// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// Reading a byte and scaling it again beats storing four bytes.
// CHECK-LABEL: func.func @converts_in_both_products
// CHECK: mpc.kernel contraction {{.*}} tensor<8x4xui8>
// CHECK: mpc.convert {{.*}} {mpc.role = "prologue"}
// CHECK: mpc.mul {{.*}} {mpc.role = "prologue"}
// CHECK: mpc.kernel contraction {{.*}} tensor<8x4xui8>
// CHECK: mpc.convert {{.*}} {mpc.role = "prologue"}
// CHECK: mpc.mul {{.*}} {mpc.role = "prologue"}
// CHECK-NOT: mpc.kernel
func.func @converts_in_both_products(%x: tensor<8x4xui8>, %w: tensor<4x3xf32>,
                                     %d: tensor<8x3xf32>)
    -> (tensor<8x3xf32>, tensor<4x3xf32>) {
  %scale = mpc.constant dense<0.5> : tensor<8x4xf32>
  %0 = mpc.convert %x : tensor<8x4xui8> to tensor<8x4xf32>
  %1 = mpc.mul %0, %scale : tensor<8x4xf32>
  %2 = mpc.dot_general %1, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x3xf32>) -> tensor<8x3xf32>
  %3 = mpc.dot_general %1, %d contract [0] x [0]
      : (tensor<8x4xf32>, tensor<8x3xf32>) -> tensor<4x3xf32>
  return %2, %3 : tensor<8x3xf32>, tensor<4x3xf32>
}

// CHECK-LABEL: func.func @stores_what_is_costly
// CHECK: mpc.kernel pointwise
// CHECK: mpc.exp
// CHECK: mpc.kernel contraction
// CHECK-NOT: mpc.exp
func.func @stores_what_is_costly(%x: tensor<8x4xf32>, %w: tensor<4x3xf32>)
    -> tensor<8x3xf32> {
  %0 = mpc.exp %x : tensor<8x4xf32>
  %1 = mpc.dot_general %0, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x3xf32>) -> tensor<8x3xf32>
  return %1 : tensor<8x3xf32>
}

// CHECK-LABEL: func.func @stores_what_two_products_need
// CHECK: %[[S:.*]] = mpc.kernel pointwise
// CHECK: mpc.kernel contraction {{.*}} = %[[S]]
// CHECK: mpc.kernel contraction {{.*}} = %[[S]]
func.func @stores_what_two_products_need(%x: tensor<8x4xf32>, %y: tensor<8x4xf32>,
                                         %w: tensor<4x3xf32>)
    -> (tensor<8x3xf32>, tensor<4x4xf32>) {
  %0 = mpc.add %x, %y : tensor<8x4xf32>
  %1 = mpc.dot_general %0, %w contract [1] x [0]
      : (tensor<8x4xf32>, tensor<4x3xf32>) -> tensor<8x3xf32>
  %2 = mpc.dot_general %0, %x contract [0] x [0]
      : (tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<4x4xf32>
  return %1, %2 : tensor<8x3xf32>, tensor<4x4xf32>
}
