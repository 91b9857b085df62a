// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @divisor_one_vanishes
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
func.func @divisor_one_vanishes(%x: tensor<4xf32>) -> tensor<4xf32> {
  %one = mpc.constant dense<1.0> : tensor<4xf32>
  %0 = mpc.div %x, %one : tensor<4xf32>
  // CHECK-NEXT: return %[[X]]
  return %0 : tensor<4xf32>
}

// It is nan where x is 0, infinite or nan.
// CHECK-LABEL: @x_over_x_stays
func.func @x_over_x_stays(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK-NEXT: mpc.div
  %0 = mpc.div %x, %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: @by_zero_is_infinite
func.func @by_zero_is_infinite() -> tensor<f32> {
  %0 = mpc.constant dense<1.0> : tensor<f32>
  %1 = mpc.constant dense<-0.0> : tensor<f32>
  // CHECK: mpc.constant dense<0xFF800000> : tensor<f32>
  %2 = mpc.div %0, %1 : tensor<f32>
  return %2 : tensor<f32>
}

// CHECK-LABEL: @truncates_towards_zero
func.func @truncates_towards_zero() -> tensor<4xi32> {
  %0 = mpc.constant dense<-7> : tensor<4xi32>
  %1 = mpc.constant dense<2> : tensor<4xi32>
  // CHECK: mpc.constant dense<-3> : tensor<4xi32>
  %2 = mpc.div %0, %1 : tensor<4xi32>
  return %2 : tensor<4xi32>
}

// CHECK-LABEL: @of_an_integer_by_zero_is_minus_one
func.func @of_an_integer_by_zero_is_minus_one() -> tensor<4xi64> {
  %0 = mpc.constant dense<7> : tensor<4xi64>
  %1 = mpc.constant dense<0> : tensor<4xi64>
  // CHECK: mpc.constant dense<-1> : tensor<4xi64>
  %2 = mpc.div %0, %1 : tensor<4xi64>
  return %2 : tensor<4xi64>
}

// CHECK-LABEL: @of_a_byte_by_zero_has_all_bits
func.func @of_a_byte_by_zero_has_all_bits() -> tensor<4xui8> {
  %0 = mpc.constant dense<7> : tensor<4xui8>
  %1 = mpc.constant dense<0> : tensor<4xui8>
  // CHECK: mpc.constant dense<255> : tensor<4xui8>
  %2 = mpc.div %0, %1 : tensor<4xui8>
  return %2 : tensor<4xui8>
}

// CHECK-LABEL: @of_the_least_number_by_minus_one_is_itself
func.func @of_the_least_number_by_minus_one_is_itself() -> tensor<4xi32> {
  %0 = mpc.constant dense<-2147483648> : tensor<4xi32>
  %1 = mpc.constant dense<-1> : tensor<4xi32>
  // CHECK: mpc.constant dense<-2147483648> : tensor<4xi32>
  %2 = mpc.div %0, %1 : tensor<4xi32>
  return %2 : tensor<4xi32>
}
