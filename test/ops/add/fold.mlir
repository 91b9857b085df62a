// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @zero_on_either_side_is_neutral
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
func.func @zero_on_either_side_is_neutral(%x: tensor<4xf32>) -> tensor<4xf32> {
  %zero = mpc.constant dense<0.0> : tensor<4xf32>
  %0 = mpc.add %x, %zero : tensor<4xf32>
  %1 = mpc.add %zero, %0 : tensor<4xf32>
  // CHECK-NEXT: return %[[X]]
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: @zeros_of_both_signs_give_plus_zero
func.func @zeros_of_both_signs_give_plus_zero() -> tensor<f32> {
  %0 = mpc.constant dense<-0.0> : tensor<f32>
  %1 = mpc.constant dense<0.0> : tensor<f32>
  // CHECK: mpc.constant dense<0.000000e+00> : tensor<f32>
  %2 = mpc.add %0, %1 : tensor<f32>
  return %2 : tensor<f32>
}

// CHECK-LABEL: @f16_overflows_to_infinity
func.func @f16_overflows_to_infinity() -> tensor<4xf16> {
  %0 = mpc.constant dense<6.0e+4> : tensor<4xf16>
  // CHECK: mpc.constant dense<0x7C00> : tensor<4xf16>
  %1 = mpc.add %0, %0 : tensor<4xf16>
  return %1 : tensor<4xf16>
}

// CHECK-LABEL: @integers_wrap
func.func @integers_wrap() -> tensor<ui8> {
  %0 = mpc.constant dense<200> : tensor<ui8>
  // CHECK: mpc.constant dense<144> : tensor<ui8>
  %1 = mpc.add %0, %0 : tensor<ui8>
  return %1 : tensor<ui8>
}

// Only splats are folded: a folded tensor would take memory.
// CHECK-LABEL: @different_elements_stay
func.func @different_elements_stay() -> tensor<2xf32> {
  %0 = mpc.constant dense<[1.0, 2.0]> : tensor<2xf32>
  // CHECK: mpc.add
  %1 = mpc.add %0, %0 : tensor<2xf32>
  return %1 : tensor<2xf32>
}
