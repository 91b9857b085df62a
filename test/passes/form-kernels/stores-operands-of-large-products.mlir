// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// 2^30 multiply-adds, 1024 with each element: a tile of the operand would be
// computed for every tile across it.
// CHECK-LABEL: func.func @stores_the_operand_of_a_large_product
// CHECK: %[[X:.*]] = mpc.kernel pointwise
// CHECK: mpc.kernel contraction {{.*}} = %[[X]]
// CHECK-NOT: mpc.convert
func.func @stores_the_operand_of_a_large_product(
    %x: tensor<1024x1024xui8>, %w: tensor<1024x1024xf32>) -> tensor<1024x1024xf32> {
  %0 = mpc.convert %x : tensor<1024x1024xui8> to tensor<1024x1024xf32>
  %1 = mpc.dot_general %0, %w contract [1] x [0]
      : (tensor<1024x1024xf32>, tensor<1024x1024xf32>) -> tensor<1024x1024xf32>
  return %1 : tensor<1024x1024xf32>
}

// CHECK-LABEL: func.func @computes_the_operand_of_a_smaller_product
// CHECK-NOT: mpc.kernel pointwise
// CHECK: mpc.kernel contraction
// CHECK: mpc.convert {{.*}} {mpc.role = "prologue"}
func.func @computes_the_operand_of_a_smaller_product(
    %x: tensor<1024x1023xui8>, %w: tensor<1023x1024xf32>) -> tensor<1024x1024xf32> {
  %0 = mpc.convert %x : tensor<1024x1023xui8> to tensor<1024x1023xf32>
  %1 = mpc.dot_general %0, %w contract [1] x [0]
      : (tensor<1024x1023xf32>, tensor<1023x1024xf32>) -> tensor<1024x1024xf32>
  return %1 : tensor<1024x1024xf32>
}

// Few columns: each element is multiplied 511 times only.
// CHECK-LABEL: func.func @computes_an_operand_that_few_columns_read
// CHECK-NOT: mpc.kernel pointwise
// CHECK: mpc.kernel contraction
// CHECK: mpc.convert {{.*}} {mpc.role = "prologue"}
func.func @computes_an_operand_that_few_columns_read(
    %x: tensor<4096x1024xui8>, %w: tensor<1024x511xf32>) -> tensor<4096x511xf32> {
  %0 = mpc.convert %x : tensor<4096x1024xui8> to tensor<4096x1024xf32>
  %1 = mpc.dot_general %0, %w contract [1] x [0]
      : (tensor<4096x1024xf32>, tensor<1024x511xf32>) -> tensor<4096x511xf32>
  return %1 : tensor<4096x511xf32>
}

// What another op computes is stored as well, not gathered into the packing.
// CHECK-LABEL: func.func @does_not_pack_what_it_could_read
// CHECK: %[[S:.*]] = mpc.kernel pointwise
// CHECK: mpc.add
// CHECK: mpc.kernel contraction {{.*}} = %[[S]]
// CHECK-NOT: mpc.add
func.func @does_not_pack_what_it_could_read(
    %x: tensor<1024x1024xf32>, %w: tensor<1024x1024xf32>) -> tensor<1024x1024xf32> {
  %0 = mpc.add %x, %x : tensor<1024x1024xf32>
  %1 = mpc.dot_general %0, %w contract [1] x [0]
      : (tensor<1024x1024xf32>, tensor<1024x1024xf32>) -> tensor<1024x1024xf32>
  return %1 : tensor<1024x1024xf32>
}
