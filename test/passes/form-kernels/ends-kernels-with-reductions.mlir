// RUN: mpc-opt %s -mpc-form-kernels=trailing=true | FileCheck %s

// What the means read, nobody else does: it is not stored.
// CHECK-LABEL: func.func @ends_with_means_over_rows
// CHECK: %[[K:.*]]:2 = mpc.kernel row_reduction {{.*}} domain [64, 10] reduced [1] {{.*}} -> (tensor<f32>, tensor<f32>)
// CHECK: %[[LOSS:.*]] = mpc.cross_entropy {{.*}} {mpc.role = "main"}
// CHECK: %[[MOST:.*]] = mpc.reduce max, {{.*}} dims [1] {mpc.role = "stage"}
// CHECK: %[[A:.*]] = mpc.reduce mean, %[[LOSS]] dims [0] {mpc.role = "trailing"}
// CHECK: %[[B:.*]] = mpc.reduce max, %[[MOST]] dims [0] {mpc.role = "trailing"}
// CHECK: mpc.yield %[[A]], %[[B]]
// CHECK-NOT: mpc.kernel
// CHECK: return %[[K]]#0, %[[K]]#1
func.func @ends_with_means_over_rows(%x: tensor<64x10xf32>, %y: tensor<64xi32>)
    -> (tensor<f32>, tensor<f32>) {
  %0 = mpc.cross_entropy %x, %y : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<64xf32>
  %1 = mpc.reduce max, %x dims [1] : tensor<64x10xf32> -> tensor<64xf32>
  %2 = mpc.reduce mean, %0 dims [0] : tensor<64xf32> -> tensor<f32>
  %3 = mpc.reduce max, %1 dims [0] : tensor<64xf32> -> tensor<f32>
  return %2, %3 : tensor<f32>, tensor<f32>
}

// It reads what is stored as it is stored, and takes its flag along.
// CHECK-LABEL: func.func @ends_with_the_sum_of_columns_of_a_product
// CHECK-SAME: %[[SCALE:[a-z0-9]+]]: tensor<f32>)
// CHECK: %[[K:.*]]:3 = mpc.kernel contraction {{.*}} = %[[SCALE]] : tensor<f32>) -> (tensor<64x8xf16>, tensor<8xf32>, tensor<i1>)
// CHECK: %[[DOT:.*]] = mpc.dot_general {{.*}} {mpc.role = "main"}
// CHECK: %[[LOW:.*]] = mpc.cast %[[DOT]] to f16 {mpc.role = "epilogue"}
// CHECK: %[[WIDE:.*]] = mpc.cast %[[LOW]] to f32 {mpc.role = "trailing"}
// CHECK: %[[SUM:.*]] = mpc.reduce sum, %[[WIDE]] dims [0] {mpc.role = "trailing"}
// CHECK: %[[BAD:.*]] = mpc.has_nonfinite %[[SUM]], %{{.*}} {mpc.role = "trailing"}
// CHECK: mpc.yield %[[LOW]], %[[SUM]], %[[BAD]]
// CHECK-NOT: mpc.kernel
// CHECK: mpc.any %[[K]]#2
func.func @ends_with_the_sum_of_columns_of_a_product(
    %x: tensor<64x4xf16>, %w: tensor<4x8xf16>, %scale: tensor<f32>)
    -> (tensor<64x8xf16>, tensor<8xf32>, tensor<i1>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<64x4xf16>, tensor<4x8xf16>) -> tensor<64x8xf32>
  %1 = mpc.cast %0 to f16 : tensor<64x8xf32> -> tensor<64x8xf16>
  %2 = mpc.cast %1 to f32 : tensor<64x8xf16> -> tensor<64x8xf32>
  %3 = mpc.reduce sum, %2 dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  %4 = mpc.has_nonfinite %3, %scale : tensor<8xf32>, tensor<f32>
  %5 = mpc.any %4 : tensor<i1>
  return %1, %3, %5 : tensor<64x8xf16>, tensor<8xf32>, tensor<i1>
}

// CHECK-LABEL: func.func @ends_with_what_is_computed_on_the_way
// CHECK: mpc.kernel pointwise {{.*}} -> (tensor<64x8xf32>, tensor<8xf32>)
// CHECK: mpc.exp {{.*}} {mpc.role = "main"}
// CHECK: mpc.mul {{.*}} {mpc.role = "trailing"}
// CHECK: mpc.reduce sum, {{.*}} {mpc.role = "trailing"}
// CHECK: mpc.sqrt {{.*}} {mpc.role = "trailing"}
// CHECK-NOT: mpc.kernel
func.func @ends_with_what_is_computed_on_the_way(%x: tensor<64x8xf32>)
    -> (tensor<64x8xf32>, tensor<8xf32>) {
  %0 = mpc.exp %x : tensor<64x8xf32>
  %1 = mpc.mul %0, %0 : tensor<64x8xf32>
  %2 = mpc.reduce sum, %1 dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  %3 = mpc.sqrt %2 : tensor<8xf32>
  return %0, %3 : tensor<64x8xf32>, tensor<8xf32>
}

// One over rows and one over columns: both end the same kernel.
// CHECK-LABEL: func.func @ends_with_two_reductions
// CHECK: mpc.kernel row_reduction {{.*}} -> (tensor<64x8xf32>, tensor<f32>, tensor<8xf32>)
// CHECK-COUNT-2: mpc.role = "trailing"
// CHECK-NOT: mpc.kernel
func.func @ends_with_two_reductions(%x: tensor<64x8xf32>)
    -> (tensor<64x8xf32>, tensor<f32>, tensor<8xf32>) {
  %0 = mpc.softmax %x dim 1 : tensor<64x8xf32>
  %1 = mpc.reduce max, %x dims [1] : tensor<64x8xf32> -> tensor<64xf32>
  %2 = mpc.reduce sum, %1 dims [0] : tensor<64xf32> -> tensor<f32>
  %3 = mpc.reduce sum, %0 dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  return %0, %2, %3 : tensor<64x8xf32>, tensor<f32>, tensor<8xf32>
}

// The second needs the first's scalar, which is complete when the kernel ends.
// CHECK-LABEL: func.func @waits_for_a_scalar
// CHECK: %[[K:.*]]:2 = mpc.kernel contraction
// CHECK: mpc.reduce mean, {{.*}} {mpc.role = "trailing"}
// CHECK-NOT: mpc.role = "trailing"
// CHECK: mpc.kernel column_reduction {{.*}} = %[[K]]#0 : {{.*}} = %[[K]]#1 :
func.func @waits_for_a_scalar(%x: tensor<64x4xf32>, %w: tensor<4x8xf32>)
    -> (tensor<64x8xf32>, tensor<8xf32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<64x4xf32>, tensor<4x8xf32>) -> tensor<64x8xf32>
  %1 = mpc.reduce mean, %0 dims [0, 1] : tensor<64x8xf32> -> tensor<f32>
  %2 = mpc.reduce sum, %0 dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  %3 = mpc.broadcast %1 dims [] : tensor<f32> -> tensor<8xf32>
  %4 = mpc.mul %2, %3 : tensor<8xf32>
  return %0, %4 : tensor<64x8xf32>, tensor<8xf32>
}

// What else they read is there before: here an argument.
// CHECK-LABEL: func.func @ends_with_sums_that_read_more
// CHECK: mpc.kernel contraction {{.*}} -> (tensor<64x8xf32>, tensor<8xf32>)
// CHECK: mpc.dot_general {{.*}} {mpc.role = "main"}
// CHECK: mpc.shifted_sum 2, {{.*}} {mpc.role = "trailing"}
// CHECK: mpc.add {{.*}} {mpc.role = "trailing"}
// CHECK-NOT: mpc.kernel
// CHECK: return
func.func @ends_with_sums_that_read_more(%x: tensor<64x4xf32>, %w: tensor<4x8xf32>, %s: tensor<8xf32>)
    -> (tensor<64x8xf32>, tensor<8xf32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<64x4xf32>, tensor<4x8xf32>) -> tensor<64x8xf32>
  %1 = mpc.shifted_sum 2, %0, %s dims [0] : (tensor<64x8xf32>, tensor<8xf32>) -> tensor<8xf32>
  %2 = mpc.add %1, %s : tensor<8xf32>
  return %0, %2 : tensor<64x8xf32>, tensor<8xf32>
}

// The sums of both end the second: the first is there by then.
// CHECK-LABEL: func.func @ends_with_sums_of_two_products
// CHECK: mpc.kernel contraction {{.*}} -> (tensor<64x8xf32>) {
// CHECK: mpc.kernel contraction {{.*}} -> (tensor<64x8xf32>, tensor<8xf32>)
// CHECK: mpc.reduce sum, {{.*}} {mpc.role = "trailing"}
// CHECK: mpc.reduce max, {{.*}} {mpc.role = "trailing"}
// CHECK: mpc.add {{.*}} {mpc.role = "trailing"}
// CHECK-NOT: mpc.kernel
// CHECK: return
func.func @ends_with_sums_of_two_products(%x: tensor<64x4xf32>, %w: tensor<4x8xf32>)
    -> (tensor<64x8xf32>, tensor<64x8xf32>, tensor<8xf32>) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<64x4xf32>, tensor<4x8xf32>) -> tensor<64x8xf32>
  %1 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<64x4xf32>, tensor<4x8xf32>) -> tensor<64x8xf32>
  %2 = mpc.reduce sum, %0 dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  %3 = mpc.reduce max, %1 dims [0] : tensor<64x8xf32> -> tensor<8xf32>
  %4 = mpc.add %2, %3 : tensor<8xf32>
  return %0, %1, %4 : tensor<64x8xf32>, tensor<64x8xf32>, tensor<8xf32>
}
