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

// Each has as many blocks as there are rows for, and waits for no other.
// CHECK-LABEL: func.func @sums_what_another_sum_gives_in_a_kernel_of_its_own
// CHECK: %[[M:.*]] = mpc.kernel column_reduction {{.*}} domain [64, 8] reduced [0]
// CHECK-NEXT: mpc.reduce mean
// CHECK: mpc.kernel column_reduction {{.*}} domain [64, 8] reduced [0] {{.*}} = %[[M]]
// CHECK: mpc.mul
// CHECK-NEXT: mpc.reduce mean
func.func @sums_what_another_sum_gives_in_a_kernel_of_its_own(%x: tensor<64x8xf32>) -> tensor<8xf32> {
  %0 = mpc.reduce mean, %x dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  %1 = mpc.broadcast %0 dims [1] : tensor<8xf32> -> tensor<64x8xf32>
  %2 = mpc.sub %x, %1 : tensor<64x8xf32>
  %3 = mpc.mul %2, %2 : tensor<64x8xf32>
  %4 = mpc.reduce mean, %3 dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  return %4 : tensor<8xf32>
}

// There are rows enough to go round.
// CHECK-LABEL: func.func @sums_rows_of_groups_twice_in_one_kernel
// CHECK: mpc.kernel column_reduction {{.*}} domain [64, 7, 4, 8] reduced [1, 3]
// CHECK: mpc.reduce mean
// CHECK: mpc.reduce mean
// CHECK-NOT: mpc.kernel
func.func @sums_rows_of_groups_twice_in_one_kernel(%x: tensor<64x7x4x8xf32>) -> tensor<64x4xf32> {
  %0 = mpc.reduce mean, %x dims [1, 3] : tensor<64x7x4x8xf32> -> tensor<64x4xf32>
  %1 = mpc.broadcast %0 dims [0, 2] : tensor<64x4xf32> -> tensor<64x7x4x8xf32>
  %2 = mpc.sub %x, %1 : tensor<64x7x4x8xf32>
  %3 = mpc.mul %2, %2 : tensor<64x7x4x8xf32>
  %4 = mpc.reduce mean, %3 dims [1, 3] : tensor<64x7x4x8xf32> -> tensor<64x4xf32>
  return %4 : tensor<64x4xf32>
}
