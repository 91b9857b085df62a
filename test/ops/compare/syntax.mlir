// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @compares_in_six_ways
func.func @compares_in_six_ways(%x: tensor<4xf32>, %y: tensor<4xf32>) {
  // CHECK: mpc.compare eq, %{{.*}}, %{{.*}} : tensor<4xf32>
  %0 = mpc.compare eq, %x, %y : tensor<4xf32>
  // CHECK: mpc.compare ne,
  %1 = mpc.compare ne, %x, %y : tensor<4xf32>
  // CHECK: mpc.compare lt,
  %2 = mpc.compare lt, %x, %y : tensor<4xf32>
  // CHECK: mpc.compare le,
  %3 = mpc.compare le, %x, %y : tensor<4xf32>
  // CHECK: mpc.compare gt,
  %4 = mpc.compare gt, %x, %y : tensor<4xf32>
  // CHECK: mpc.compare ge,
  %5 = mpc.compare ge, %x, %y : tensor<4xf32>
  return
}

// CHECK-LABEL: @takes_every_element_type
func.func @takes_every_element_type(%a: tensor<4xi1>, %b: tensor<4xui8>, %c: tensor<4xi32>,
    %d: tensor<4xi64>, %e: tensor<4xf16>, %f: tensor<4xbf16>, %g: tensor<4xf64>) {
  // CHECK: mpc.compare lt, %{{.*}}, %{{.*}} : tensor<4xi1>
  %0 = mpc.compare lt, %a, %a : tensor<4xi1>
  // CHECK: mpc.compare lt, %{{.*}}, %{{.*}} : tensor<4xui8>
  %1 = mpc.compare lt, %b, %b : tensor<4xui8>
  // CHECK: mpc.compare lt, %{{.*}}, %{{.*}} : tensor<4xi32>
  %2 = mpc.compare lt, %c, %c : tensor<4xi32>
  // CHECK: mpc.compare lt, %{{.*}}, %{{.*}} : tensor<4xi64>
  %3 = mpc.compare lt, %d, %d : tensor<4xi64>
  // CHECK: mpc.compare lt, %{{.*}}, %{{.*}} : tensor<4xf16>
  %4 = mpc.compare lt, %e, %e : tensor<4xf16>
  // CHECK: mpc.compare lt, %{{.*}}, %{{.*}} : tensor<4xbf16>
  %5 = mpc.compare lt, %f, %f : tensor<4xbf16>
  // CHECK: mpc.compare lt, %{{.*}}, %{{.*}} : tensor<4xf64>
  %6 = mpc.compare lt, %g, %g : tensor<4xf64>
  return
}

// CHECK-LABEL: @gives_predicates_of_the_operands_shape
func.func @gives_predicates_of_the_operands_shape(%x: tensor<i32>, %y: tensor<0x3xi32>)
    -> (tensor<i1>, tensor<0x3xi1>) {
  %0 = mpc.compare eq, %x, %x : tensor<i32>
  %1 = mpc.compare eq, %y, %y : tensor<0x3xi32>
  // CHECK: return %{{.*}}, %{{.*}} : tensor<i1>, tensor<0x3xi1>
  return %0, %1 : tensor<i1>, tensor<0x3xi1>
}
