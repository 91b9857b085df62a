// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels | FileCheck %s

// The product may be infinite where neither factor is.
// CHECK-LABEL: @looks_at_the_product
func.func @looks_at_the_product(%g: tensor<4x5xf32>, %f: tensor<f32>) -> tensor<i1> {
  // CHECK: linalg.fill {{.*}} -> tensor<i1>
  // CHECK: iterator_types = ["reduction", "reduction"]
  // CHECK-SAME: mpc.algorithm = "flag"
  // CHECK: ^bb0(%[[G:.*]]: f32, %[[F:.*]]: f32, %[[BEFORE:.*]]: i1):
  // CHECK: %[[PRODUCT:.*]] = arith.mulf %[[G]], %[[F]] : f32
  // CHECK: %[[SIZE:.*]] = math.absf %[[PRODUCT]] : f32
  // CHECK: %[[FINITE:.*]] = arith.cmpf olt, %[[SIZE]]
  // CHECK: %[[BAD:.*]] = arith.xori %[[FINITE]]
  // CHECK: arith.ori %[[BAD]], %[[BEFORE]] : i1
  %0 = mpc.has_nonfinite %g, %f : tensor<4x5xf32>, tensor<f32>
  %1 = mpc.any %0 : tensor<i1>
  return %1 : tensor<i1>
}
