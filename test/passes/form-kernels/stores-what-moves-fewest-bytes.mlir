// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// A value that some kernel reads in f32 is stored in f32. k kernels that want it
// in f16 can read that and cast on their own, or it is stored in f16 as well:
// that is worth it if (1 + k) * 16 < k * 32, from two kernels on.

// CHECK-LABEL: func.func @one_reader_casts_what_is_there
// CHECK: %[[K:[^:]*]] = mpc.kernel pointwise {{.*}} -> (tensor<8x8xf32>)
// CHECK: mpc.kernel contraction {{.*}} (%[[A:.*]] = %[[K]] : tensor<8x8xf32>)
// CHECK: mpc.cast %[[A]] to f16 {mpc.role = "prologue"}
func.func @one_reader_casts_what_is_there(%a: tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>) {
  %x = mpc.exp %a : tensor<8x8xf32>
  %0 = mpc.cast %x to f16 : tensor<8x8xf32> -> tensor<8x8xf16>
  %1 = mpc.dot_general %0, %0 contract [1] x [1] : (tensor<8x8xf16>, tensor<8x8xf16>) -> tensor<8x8xf32>
  return %x, %1 : tensor<8x8xf32>, tensor<8x8xf32>
}

// Two: 3 * 16 < 2 * 32.
// CHECK-LABEL: func.func @two_readers_are_worth_a_second_copy
// CHECK: %[[K:.*]]:2 = mpc.kernel pointwise {{.*}} -> (tensor<8x8xf32>, tensor<8x8xf16>)
// CHECK: mpc.kernel contraction {{.*}} = %[[K]]#1 : tensor<8x8xf16>
// CHECK: mpc.kernel contraction {{.*}} = %[[K]]#1 : tensor<8x8xf16>
// CHECK: return %[[K]]#0
func.func @two_readers_are_worth_a_second_copy(%a: tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) {
  %x = mpc.exp %a : tensor<8x8xf32>
  %0 = mpc.cast %x to f16 : tensor<8x8xf32> -> tensor<8x8xf16>
  %1 = mpc.dot_general %0, %0 contract [1] x [0] : (tensor<8x8xf16>, tensor<8x8xf16>) -> tensor<8x8xf32>
  %2 = mpc.dot_general %0, %0 contract [1] x [1] : (tensor<8x8xf16>, tensor<8x8xf16>) -> tensor<8x8xf32>
  return %x, %1, %2 : tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>
}

// CHECK-LABEL: func.func @three_readers_are
// CHECK: %[[K:.*]]:2 = mpc.kernel pointwise {{.*}} -> (tensor<8x8xf32>, tensor<8x8xf16>)
// CHECK-COUNT-3: mpc.kernel contraction {{.*}} = %[[K]]#1 : tensor<8x8xf16>
func.func @three_readers_are(%a: tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) {
  %x = mpc.exp %a : tensor<8x8xf32>
  %0 = mpc.cast %x to f16 : tensor<8x8xf32> -> tensor<8x8xf16>
  %1 = mpc.dot_general %0, %0 contract [1] x [0] : (tensor<8x8xf16>, tensor<8x8xf16>) -> tensor<8x8xf32>
  %2 = mpc.dot_general %0, %0 contract [1] x [1] : (tensor<8x8xf16>, tensor<8x8xf16>) -> tensor<8x8xf32>
  %3 = mpc.dot_general %0, %0 contract [0] x [0] : (tensor<8x8xf16>, tensor<8x8xf16>) -> tensor<8x8xf32>
  return %x, %1, %2, %3 : tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>
}

// Where nobody reads f32, f16 is all that is stored.
// CHECK-LABEL: func.func @nobody_reads_f32
// CHECK: mpc.kernel pointwise {{.*}} -> (tensor<8x8xf16>)
// CHECK: mpc.kernel contraction {{.*}} : tensor<8x8xf16>)
func.func @nobody_reads_f32(%a: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %x = mpc.exp %a : tensor<8x8xf32>
  %0 = mpc.cast %x to f16 : tensor<8x8xf32> -> tensor<8x8xf16>
  %1 = mpc.dot_general %0, %0 contract [1] x [1] : (tensor<8x8xf16>, tensor<8x8xf16>) -> tensor<8x8xf32>
  return %1 : tensor<8x8xf32>
}

// A reader that wants the rounded value widened reads 16 bits and widens itself.
// CHECK-LABEL: func.func @widening_is_the_readers_business
// CHECK: %[[K:.*]] = mpc.kernel contraction {{.*}} -> (tensor<8x8xf16>)
// CHECK: mpc.kernel row_reduction {{.*}} (%[[A:.*]] = %[[K]] : tensor<8x8xf16>)
// CHECK-NEXT: mpc.cast %[[A]] to f32
func.func @widening_is_the_readers_business(%a: tensor<8x8xf16>) -> tensor<8x8xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<8x8xf16>, tensor<8x8xf16>) -> tensor<8x8xf32>
  %0 = mpc.cast %x to f16 : tensor<8x8xf32> -> tensor<8x8xf16>
  %1 = mpc.cast %0 to f32 : tensor<8x8xf16> -> tensor<8x8xf32>
  %2 = mpc.softmax %1 dim 1 : tensor<8x8xf32>
  return %2 : tensor<8x8xf32>
}

// An input that comes from outside is cast where it is read.
// CHECK-LABEL: func.func @arguments_are_cast_where_they_are_read
// CHECK-NOT: mpc.kernel pointwise
// CHECK: mpc.kernel contraction {{.*}} : tensor<8x8xf32>)
// CHECK-NEXT: mpc.cast %{{.*}} to f16 {mpc.role = "prologue"}
func.func @arguments_are_cast_where_they_are_read(%a: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %0 = mpc.cast %a to f16 : tensor<8x8xf32> -> tensor<8x8xf16>
  %1 = mpc.dot_general %0, %0 contract [1] x [1] : (tensor<8x8xf16>, tensor<8x8xf16>) -> tensor<8x8xf32>
  return %1 : tensor<8x8xf32>
}

// What must be there in f16 is stored, by a kernel of its own if nobody computes it.
// CHECK-LABEL: func.func @a_returned_cast_of_an_argument
// CHECK: mpc.kernel pointwise {{.*}} -> (tensor<8x8xf16>)
// CHECK: mpc.cast
func.func @a_returned_cast_of_an_argument(%a: tensor<8x8xf32>) -> tensor<8x8xf16> {
  %0 = mpc.cast %a to f16 : tensor<8x8xf32> -> tensor<8x8xf16>
  return %0 : tensor<8x8xf16>
}
