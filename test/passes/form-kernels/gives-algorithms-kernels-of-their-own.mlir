// RUN: mpc-opt %s -split-input-file -mpc-form-kernels | FileCheck %s

// Neither what an algorithm reads nor what reads it joins it.
// CHECK-LABEL: @merges_with_nothing
// CHECK: mpc.kernel pointwise "exp:{{[0-9]+}}" domain [4, 10]
// CHECK: mpc.kernel algorithm "cumsum:{{[0-9]+}}" domain [4, 10] reduced []
// CHECK-NEXT: mpc.cumsum
// CHECK-NEXT: mpc.yield
// CHECK: mpc.kernel pointwise "neg:{{[0-9]+}}" domain [4, 10]
func.func @merges_with_nothing(%x: tensor<4x10xf32>) -> tensor<4x10xf32> {
  %0 = mpc.exp %x : tensor<4x10xf32>
  %1 = mpc.cumsum %0 dim 1 : tensor<4x10xf32>
  %2 = mpc.neg %1 : tensor<4x10xf32>
  return %2 : tensor<4x10xf32>
}

// -----

// Others compute it again, but here it is stored.
// CHECK-LABEL: @reads_what_is_free_from_memory
// CHECK: %[[B:.*]] = mpc.kernel pointwise "broadcast:{{[0-9]+}}" domain [4, 10]
// CHECK: mpc.kernel algorithm "cumsum:{{[0-9]+}}" domain [4, 10] reduced [] (%{{.*}} = %[[B]] : tensor<4x10xf32>)
func.func @reads_what_is_free_from_memory(%x: tensor<10xf32>) -> tensor<4x10xf32> {
  %0 = mpc.broadcast %x dims [1] : tensor<10xf32> -> tensor<4x10xf32>
  %1 = mpc.cumsum %0 dim 0 : tensor<4x10xf32>
  return %1 : tensor<4x10xf32>
}

// -----

// CHECK-LABEL: @reads_constants_from_memory
// CHECK: %[[B:.*]] = mpc.kernel pointwise "constant:{{[0-9]+}}" domain [4]
// CHECK: mpc.kernel algorithm "cumsum:{{[0-9]+}}" domain [4] reduced [] (%{{.*}} = %[[B]] : tensor<4xf32>)
func.func @reads_constants_from_memory() -> tensor<4xf32> {
  %0 = mpc.constant dense<1.5> : tensor<4xf32>
  %1 = mpc.cumsum %0 dim 0 : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// -----

// It reads f32: that is what its producer stores for it.
// CHECK-LABEL: @reads_what_a_cast_made
// CHECK: %[[E:.*]] = mpc.kernel pointwise "exp:{{[0-9]+}}" domain [4]
// CHECK: mpc.cast %{{.*}} to f16
// CHECK: %[[W:.*]] = mpc.cast %{{.*}} to f32
// CHECK-NEXT: mpc.yield %[[W]]
// CHECK: mpc.kernel algorithm "cumsum:{{[0-9]+}}" domain [4] reduced [] (%{{.*}} = %[[E]] : tensor<4xf32>)
func.func @reads_what_a_cast_made(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.exp %x : tensor<4xf32>
  %1 = mpc.cast %0 to f16 : tensor<4xf32> -> tensor<4xf16>
  %2 = mpc.cast %1 to f32 : tensor<4xf16> -> tensor<4xf32>
  %3 = mpc.cumsum %2 dim 0 : tensor<4xf32>
  return %3 : tensor<4xf32>
}

// -----

// Nobody computes an argument, so that a kernel of its own casts it, before.
// CHECK-LABEL: @reads_an_argument_that_is_cast
// CHECK: %[[C:.*]] = mpc.kernel pointwise "cast:{{[0-9]+}}" domain [4] reduced [] (%{{.*}} = %{{.*}} : tensor<4xf16>) -> (tensor<4xf32>)
// CHECK: mpc.kernel algorithm "cumsum:{{[0-9]+}}" domain [4] reduced [] (%{{.*}} = %[[C]] : tensor<4xf32>)
func.func @reads_an_argument_that_is_cast(%x: tensor<4xf16>) -> tensor<4xf32> {
  %0 = mpc.cast %x to f32 : tensor<4xf16> -> tensor<4xf32>
  %1 = mpc.cumsum %0 dim 0 : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// -----

// CHECK-LABEL: @what_reads_it_casts
// CHECK: %[[S:.*]] = mpc.kernel algorithm "cumsum:{{[0-9]+}}" domain [4] reduced [] (%{{.*}}) -> (tensor<4xf32>)
// CHECK: mpc.kernel pointwise "neg:{{[0-9]+}}" domain [4] reduced [] (%{{.*}} = %[[S]] : tensor<4xf32>)
// CHECK-NEXT: mpc.cast %{{.*}} to f16
// CHECK-NEXT: mpc.cast %{{.*}} to f32
// CHECK-NEXT: mpc.neg
func.func @what_reads_it_casts(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.cumsum %x dim 0 : tensor<4xf32>
  %1 = mpc.cast %0 to f16 : tensor<4xf32> -> tensor<4xf16>
  %2 = mpc.cast %1 to f32 : tensor<4xf16> -> tensor<4xf32>
  %3 = mpc.neg %2 : tensor<4xf32>
  return %3 : tensor<4xf32>
}

// -----

// CHECK-LABEL: @one_algorithm_reads_the_cast_of_another
// CHECK: %[[S:.*]] = mpc.kernel algorithm "cumsum:{{[0-9]+}}" domain [4]
// CHECK: %[[C:.*]] = mpc.kernel pointwise "cast:{{[0-9]+}}" domain [4] reduced [] (%{{.*}} = %[[S]] : tensor<4xf32>)
// CHECK-NEXT: mpc.cast %{{.*}} to f16
// CHECK-NEXT: mpc.cast %{{.*}} to f32
// CHECK: mpc.kernel algorithm "cumsum:{{[0-9]+}}" domain [4] reduced [] (%{{.*}} = %[[C]] : tensor<4xf32>)
func.func @one_algorithm_reads_the_cast_of_another(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.cumsum %x dim 0 : tensor<4xf32>
  %1 = mpc.cast %0 to f16 : tensor<4xf32> -> tensor<4xf16>
  %2 = mpc.cast %1 to f32 : tensor<4xf16> -> tensor<4xf32>
  %3 = mpc.cumsum %2 dim 0 : tensor<4xf32>
  return %3 : tensor<4xf32>
}

// -----

// Nothing is stored in step with what an algorithm computes.
// CHECK-LABEL: @a_kernel_of_its_own_raises_the_flag
// CHECK: %[[S:.*]] = mpc.kernel algorithm "cumsum:{{[0-9]+}}" domain [4] reduced [] (%{{.*}}) -> (tensor<4xf32>)
// CHECK: mpc.kernel pointwise "has_nonfinite:{{[0-9]+}}" domain [4] reduced [] (%{{.*}} = %[[S]] : tensor<4xf32>
func.func @a_kernel_of_its_own_raises_the_flag(%x: tensor<4xf32>, %f: tensor<f32>) -> (tensor<4xf32>, tensor<i1>) {
  %0 = mpc.cumsum %x dim 0 : tensor<4xf32>
  %1 = mpc.has_nonfinite %0, %f : tensor<4xf32>, tensor<f32>
  %2 = mpc.any %1 : tensor<i1>
  return %0, %2 : tensor<4xf32>, tensor<i1>
}

// -----

// CHECK-LABEL: @stores_both_results
// CHECK: %[[S:.*]]:2 = mpc.kernel algorithm "sort:{{[0-9]+}}" domain [4] reduced [] (%{{.*}}) -> (tensor<4xf32>, tensor<4xi32>)
// CHECK: return %[[S]]#0, %[[S]]#1
func.func @stores_both_results(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xi32>) {
  %0, %1 = mpc.sort %x dim 0 : tensor<4xf32>
  return %0, %1 : tensor<4xf32>, tensor<4xi32>
}
