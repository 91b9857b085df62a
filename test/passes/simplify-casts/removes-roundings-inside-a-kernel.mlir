// RUN: mpc-opt %s -mpc-simplify-casts=casts=fused | FileCheck %s --check-prefixes=CHECK,FUSED
// RUN: mpc-opt %s -mpc-simplify-casts=casts=strict | FileCheck %s --check-prefixes=CHECK,STRICT
// RUN: mpc-opt %s -mpc-simplify-casts="casts=fused fusion=false" | FileCheck %s --check-prefixes=CHECK,STRICT

// Both ops are one kernel: what the neg reads never leaves a register.
// CHECK-LABEL: func.func @a_pair_in_one_kernel
func.func @a_pair_in_one_kernel(%a: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: %[[X:.*]] = mpc.exp
  %x = mpc.exp %a : tensor<4xf32>
  // FUSED-NOT: = mpc.cast %
  // STRICT-NEXT: %[[LOW:.*]] = mpc.cast %[[X]] to f16
  // STRICT-NEXT: %[[WIDE:.*]] = mpc.cast %[[LOW]] to f32
  %0 = mpc.cast %x to f16 : tensor<4xf32> -> tensor<4xf16>
  %1 = mpc.cast %0 to f32 : tensor<4xf16> -> tensor<4xf32>
  // FUSED-NEXT: mpc.neg %[[X]]
  // STRICT-NEXT: mpc.neg %[[WIDE]]
  %y = mpc.neg %1 : tensor<4xf32>
  return %y : tensor<4xf32>
}

// A product that reads the exp is another kernel: what it reads is rounded in
// every mode.
// CHECK-LABEL: func.func @a_pair_between_kernels
func.func @a_pair_between_kernels(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: %[[X:.*]] = mpc.exp
  // CHECK-NEXT: %[[LOW:.*]] = mpc.cast %[[X]] to f16
  // CHECK-NEXT: %[[WIDE:.*]] = mpc.cast %[[LOW]] to f32
  // CHECK-NEXT: mpc.dot_general %[[WIDE]], %[[WIDE]]
  %x = mpc.exp %a : tensor<4x4xf32>
  %0 = mpc.cast %x to f16 : tensor<4x4xf32> -> tensor<4x4xf16>
  %1 = mpc.cast %0 to f32 : tensor<4x4xf16> -> tensor<4x4xf32>
  %y = mpc.dot_general %1, %1 contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// One value, two readers: the neg sits in the kernel of the exp, the product
// does not. Each reads what its own kernel has.
// CHECK-LABEL: func.func @readers_inside_and_outside
func.func @readers_inside_and_outside(%a: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  // CHECK: %[[X:.*]] = mpc.exp
  // CHECK: %[[LOW:.*]] = mpc.cast %[[X]] to f16
  %x = mpc.exp %a : tensor<4x4xf32>
  %0 = mpc.cast %x to f16 : tensor<4x4xf32> -> tensor<4x4xf16>
  // FUSED-NOT: = mpc.cast %
  // STRICT: %[[WIDE:.*]] = mpc.cast %[[LOW]] to f32
  %1 = mpc.cast %0 to f32 : tensor<4x4xf16> -> tensor<4x4xf32>
  // FUSED: mpc.neg %[[X]]
  // STRICT: mpc.neg %[[WIDE]]
  %y = mpc.neg %1 : tensor<4x4xf32>
  // CHECK: mpc.dot_general %[[LOW]], %[[LOW]]
  %z = mpc.dot_general %0, %0 contract [1] x [0] : (tensor<4x4xf16>, tensor<4x4xf16>) -> tensor<4x4xf32>
  return %y, %z : tensor<4x4xf32>, tensor<4x4xf32>
}

// What the caller receives was decided to be rounded.
// CHECK-LABEL: func.func @what_is_returned_stays_rounded
func.func @what_is_returned_stays_rounded(%a: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: mpc.exp
  // CHECK-NEXT: mpc.cast %{{.*}} to bf16
  // CHECK-NEXT: %[[WIDE:.*]] = mpc.cast %{{.*}} to f32
  // CHECK-NEXT: return %[[WIDE]]
  %x = mpc.exp %a : tensor<4xf32>
  %0 = mpc.cast %x to bf16 : tensor<4xf32> -> tensor<4xbf16>
  %1 = mpc.cast %0 to f32 : tensor<4xbf16> -> tensor<4xf32>
  return %1 : tensor<4xf32>
}

// The result of a product is rounded after what follows it in its kernel.
// CHECK-LABEL: func.func @an_epilogue_reads_the_accumulator
func.func @an_epilogue_reads_the_accumulator(%a: tensor<4x4xf16>, %b: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: %[[P:.*]] = mpc.dot_general
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf16>, tensor<4x4xf16>) -> tensor<4x4xf32>
  // FUSED-NOT: = mpc.cast %
  // STRICT-COUNT-2: = mpc.cast %
  %0 = mpc.cast %x to f16 : tensor<4x4xf32> -> tensor<4x4xf16>
  %1 = mpc.cast %0 to f32 : tensor<4x4xf16> -> tensor<4x4xf32>
  // FUSED-NEXT: mpc.add %[[P]]
  %y = mpc.add %1, %b : tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}
