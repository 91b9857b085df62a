// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @to_the_same_type_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
func.func @to_the_same_type_vanishes(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = mpc.convert %x : tensor<4xf32> to tensor<4xf32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4xf32>
}

// It rounds: SimplifyCasts decides whether that may vanish.
// CHECK-LABEL: @to_f16_and_back_stays
func.func @to_f16_and_back_stays(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK-COUNT-2: mpc.convert
  %0 = mpc.convert %x : tensor<4xf32> to tensor<4xf16>
  %1 = mpc.convert %0 : tensor<4xf16> to tensor<4xf32>
  return %1 : tensor<4xf32>
}

// 1 + 2^-11 lies between 1 and the next f16, 1 + 2^-10.
// CHECK-LABEL: @ties_go_to_the_even_neighbour
func.func @ties_go_to_the_even_neighbour() -> tensor<f16> {
  %0 = mpc.constant dense<1.00048828125> : tensor<f32>
  // CHECK: mpc.constant dense<1.000000e+00> : tensor<f16>
  %1 = mpc.convert %0 : tensor<f32> to tensor<f16>
  return %1 : tensor<f16>
}

// Through f32 it would become that tie.
// CHECK-LABEL: @f64_rounds_once
func.func @f64_rounds_once() -> tensor<f16> {
  %0 = mpc.constant dense<1.0004882812500002> : tensor<f64>
  // CHECK: mpc.constant dense<1.000980e+00> : tensor<f16>
  %1 = mpc.convert %0 : tensor<f64> to tensor<f16>
  return %1 : tensor<f16>
}

// CHECK-LABEL: @too_large_floats_become_infinite
func.func @too_large_floats_become_infinite() -> tensor<f16> {
  %0 = mpc.constant dense<65520.0> : tensor<f32>
  // CHECK: mpc.constant dense<0x7C00> : tensor<f16>
  %1 = mpc.convert %0 : tensor<f32> to tensor<f16>
  return %1 : tensor<f16>
}
