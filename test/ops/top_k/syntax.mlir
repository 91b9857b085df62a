// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_the_last_dimension
func.func @takes_the_last_dimension(%x: tensor<4x10xbf16>) -> (tensor<4x3xbf16>, tensor<4x3xi32>) {
  // CHECK: %[[V:.*]], %[[I:.*]] = mpc.top_k %{{.*}} k 3 : tensor<4x10xbf16>
  %v, %i = mpc.top_k %x k 3 : tensor<4x10xbf16>
  // CHECK: return %[[V]], %[[I]] : tensor<4x3xbf16>, tensor<4x3xi32>
  return %v, %i : tensor<4x3xbf16>, tensor<4x3xi32>
}

// CHECK-LABEL: @takes_none_and_all
func.func @takes_none_and_all(%x: tensor<10xi32>) {
  // CHECK: mpc.top_k %{{.*}} k 0 : tensor<10xi32>
  %0:2 = mpc.top_k %x k 0 : tensor<10xi32>
  // CHECK: mpc.top_k %{{.*}} k 10 : tensor<10xi32>
  %1:2 = mpc.top_k %x k 10 : tensor<10xi32>
  return
}
