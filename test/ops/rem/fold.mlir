// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @has_the_sign_of_the_dividend
func.func @has_the_sign_of_the_dividend() -> tensor<4xi32> {
  %0 = mpc.constant dense<-7> : tensor<4xi32>
  %1 = mpc.constant dense<3> : tensor<4xi32>
  %2 = mpc.rem %0, %1 : tensor<4xi32>
  // CHECK: mpc.constant dense<-1> : tensor<4xi32>
  return %2 : tensor<4xi32>
}

// CHECK-LABEL: @of_zero_is_the_dividend
func.func @of_zero_is_the_dividend() -> tensor<4xi32> {
  %0 = mpc.constant dense<-7> : tensor<4xi32>
  %1 = mpc.constant dense<0> : tensor<4xi32>
  %2 = mpc.rem %0, %1 : tensor<4xi32>
  // CHECK: mpc.constant dense<-7> : tensor<4xi32>
  return %2 : tensor<4xi32>
}

// CHECK-LABEL: @of_the_least_number_by_minus_one
func.func @of_the_least_number_by_minus_one() -> tensor<4xi32> {
  %0 = mpc.constant dense<-2147483648> : tensor<4xi32>
  %1 = mpc.constant dense<-1> : tensor<4xi32>
  %2 = mpc.rem %0, %1 : tensor<4xi32>
  // CHECK: mpc.constant dense<0> : tensor<4xi32>
  return %2 : tensor<4xi32>
}

// CHECK-LABEL: @of_bytes
func.func @of_bytes() -> tensor<4xui8> {
  %0 = mpc.constant dense<200> : tensor<4xui8>
  %1 = mpc.constant dense<7> : tensor<4xui8>
  %2 = mpc.rem %0, %1 : tensor<4xui8>
  // CHECK: mpc.constant dense<4> : tensor<4xui8>
  return %2 : tensor<4xui8>
}
