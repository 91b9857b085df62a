// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_float
func.func @takes_every_float(%a: tensor<4xf16>, %b: tensor<4xbf16>, %c: tensor<4xf32>,
    %d: tensor<4xf64>) {
  // CHECK: mpc.is_finite %{{.*}} : tensor<4xf16>
  %0 = mpc.is_finite %a : tensor<4xf16>
  // CHECK: mpc.is_finite %{{.*}} : tensor<4xbf16>
  %1 = mpc.is_finite %b : tensor<4xbf16>
  // CHECK: mpc.is_finite %{{.*}} : tensor<4xf32>
  %2 = mpc.is_finite %c : tensor<4xf32>
  // CHECK: mpc.is_finite %{{.*}} : tensor<4xf64>
  %3 = mpc.is_finite %d : tensor<4xf64>
  return
}

// CHECK-LABEL: @gives_predicates_of_the_operands_shape
func.func @gives_predicates_of_the_operands_shape(%x: tensor<f32>, %y: tensor<0x3xf32>)
    -> (tensor<i1>, tensor<0x3xi1>) {
  %0 = mpc.is_finite %x : tensor<f32>
  %1 = mpc.is_finite %y : tensor<0x3xf32>
  // CHECK: return %{{.*}}, %{{.*}} : tensor<i1>, tensor<0x3xi1>
  return %0, %1 : tensor<i1>, tensor<0x3xi1>
}
