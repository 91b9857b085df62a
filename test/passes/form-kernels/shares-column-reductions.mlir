// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// CHECK-LABEL: func.func @computes_what_it_sums_on_the_way
// CHECK: mpc.kernel column_reduction {{.*}} domain [64, 8] reduced [0]
// CHECK-NEXT: mpc.mul {{.*}} {mpc.role = "prologue"}
// CHECK-NEXT: mpc.reduce {{.*}} {mpc.role = "main"}
// CHECK-NEXT: mpc.reduce {{.*}} {mpc.role = "main"}
// CHECK-NEXT: mpc.sqrt {{.*}} {mpc.role = "epilogue"}
// CHECK-NEXT: mpc.yield
// CHECK-NOT: mpc.kernel
func.func @computes_what_it_sums_on_the_way(%x: tensor<64x8xf32>)
    -> (tensor<8xf32>, tensor<8xf32>) {
  %0 = mpc.mul %x, %x : tensor<64x8xf32>
  %1 = mpc.reduce sum, %0 dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  %2 = mpc.reduce sum, %x dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  %3 = mpc.sqrt %1 : tensor<8xf32>
  return %3, %2 : tensor<8xf32>, tensor<8xf32>
}

// CHECK-LABEL: func.func @reads_what_is_stored_anyway
// CHECK: %[[E:.*]] = mpc.kernel pointwise
// CHECK: mpc.kernel column_reduction {{.*}} (%{{.*}} = %[[E]] : tensor<64x8xf32>)
func.func @reads_what_is_stored_anyway(%x: tensor<64x8xf32>)
    -> (tensor<64x8xf32>, tensor<8xf32>) {
  %0 = mpc.exp %x : tensor<64x8xf32>
  %1 = mpc.reduce sum, %0 dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  return %0, %1 : tensor<64x8xf32>, tensor<8xf32>
}
