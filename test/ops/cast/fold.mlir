// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @up_and_down_again_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4xf16>
func.func @up_and_down_again_vanishes(%x: tensor<4xf16>) -> tensor<4xf16> {
  %0 = mpc.cast %x to f32 : tensor<4xf16> -> tensor<4xf32>
  %1 = mpc.cast %0 to f16 : tensor<4xf32> -> tensor<4xf16>
  // CHECK-NEXT: return %[[X]]
  return %1 : tensor<4xf16>
}

// It rounds: SimplifyCasts decides whether that may vanish.
// CHECK-LABEL: @down_and_up_again_stays
func.func @down_and_up_again_stays(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK-COUNT-2: mpc.cast
  %0 = mpc.cast %x to bf16 : tensor<4xf32> -> tensor<4xbf16>
  %1 = mpc.cast %0 to f32 : tensor<4xbf16> -> tensor<4xf32>
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: @to_tf32_rounds
func.func @to_tf32_rounds(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: mpc.cast %{{.*}} to tf32
  %0 = mpc.cast %x to tf32 : tensor<4xf32> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: @f32_to_f32_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
func.func @f32_to_f32_vanishes(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = mpc.cast %x to f32 : tensor<4xf32> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// 1 + 2^-11 lies between 1 and 1 + 2^-10; both f16 and tf32 have 10 bits.
// CHECK-LABEL: @ties_go_to_the_even_neighbour
func.func @ties_go_to_the_even_neighbour() -> (tensor<f16>, tensor<f32>, tensor<bf16>) {
  %0 = mpc.constant dense<1.00048828125> : tensor<f32>
  %1 = mpc.constant dense<1.01171875> : tensor<f32>
  %2 = mpc.cast %0 to f16 : tensor<f32> -> tensor<f16>
  %3 = mpc.cast %0 to tf32 : tensor<f32> -> tensor<f32>
  %4 = mpc.cast %1 to bf16 : tensor<f32> -> tensor<bf16>
  // CHECK-DAG: %[[HALF:.*]] = mpc.constant dense<1.000000e+00> : tensor<f16>
  // CHECK-DAG: %[[TF:.*]] = mpc.constant dense<1.000000e+00> : tensor<f32>
  // CHECK-DAG: %[[BRAIN:.*]] = mpc.constant dense<1.015630e+00> : tensor<bf16>
  // CHECK: return %[[HALF]], %[[TF]], %[[BRAIN]]
  return %2, %3, %4 : tensor<f16>, tensor<f32>, tensor<bf16>
}

// CHECK-LABEL: @too_large_numbers_become_infinite
func.func @too_large_numbers_become_infinite() -> (tensor<f16>, tensor<f16>, tensor<f32>) {
  %0 = mpc.constant dense<65519.99609375> : tensor<f32>
  %1 = mpc.constant dense<65520.0> : tensor<f32>
  %2 = mpc.constant dense<0x7F7FFFFF> : tensor<f32>
  %3 = mpc.cast %0 to f16 : tensor<f32> -> tensor<f16>
  %4 = mpc.cast %1 to f16 : tensor<f32> -> tensor<f16>
  %5 = mpc.cast %2 to tf32 : tensor<f32> -> tensor<f32>
  // CHECK-DAG: %[[LARGEST:.*]] = mpc.constant dense<6.550400e+04> : tensor<f16>
  // CHECK-DAG: %[[INF:.*]] = mpc.constant dense<0x7C00> : tensor<f16>
  // CHECK-DAG: %[[WIDE:.*]] = mpc.constant dense<0x7F800000> : tensor<f32>
  // CHECK: return %[[LARGEST]], %[[INF]], %[[WIDE]]
  return %3, %4, %5 : tensor<f16>, tensor<f16>, tensor<f32>
}

// All of its bits are among those that get lost.
// CHECK-LABEL: @nan_stays_nan
func.func @nan_stays_nan() -> (tensor<f16>, tensor<bf16>, tensor<f32>) {
  %0 = mpc.constant dense<0x7F800001> : tensor<f32>
  %1 = mpc.constant dense<0x7C01> : tensor<f16>
  // CHECK-DAG: %[[HALF:.*]] = mpc.constant dense<0x7E00> : tensor<f16>
  // CHECK-DAG: %[[BRAIN:.*]] = mpc.constant dense<0x7FC0> : tensor<bf16>
  // CHECK-DAG: %[[WIDE:.*]] = mpc.constant dense<0x7FC02000> : tensor<f32>
  // CHECK: return %[[HALF]], %[[BRAIN]], %[[WIDE]]
  %2 = mpc.cast %0 to f16 : tensor<f32> -> tensor<f16>
  %3 = mpc.cast %0 to bf16 : tensor<f32> -> tensor<bf16>
  %4 = mpc.cast %1 to f32 : tensor<f16> -> tensor<f32>
  return %2, %3, %4 : tensor<f16>, tensor<bf16>, tensor<f32>
}
