// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @of_a_negative_number
func.func @of_a_negative_number() -> tensor<4xf32> {
  %0 = mpc.constant dense<-3.5> : tensor<4xf32>
  %1 = mpc.sign %0 : tensor<4xf32>
  // CHECK: mpc.constant dense<-1.000000e+00> : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: @of_negative_zero_is_itself
func.func @of_negative_zero_is_itself() -> tensor<4xf32> {
  %0 = mpc.constant dense<-0.0> : tensor<4xf32>
  %1 = mpc.sign %0 : tensor<4xf32>
  // CHECK: mpc.constant dense<-0.000000e+00> : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: @of_an_integer
func.func @of_an_integer() -> tensor<4xi32> {
  %0 = mpc.constant dense<-7> : tensor<4xi32>
  %1 = mpc.sign %0 : tensor<4xi32>
  // CHECK: mpc.constant dense<-1> : tensor<4xi32>
  return %1 : tensor<4xi32>
}

// CHECK-LABEL: @of_bytes
func.func @of_bytes() -> tensor<4xui8> {
  %0 = mpc.constant dense<200> : tensor<4xui8>
  %1 = mpc.sign %0 : tensor<4xui8>
  // CHECK: mpc.constant dense<1> : tensor<4xui8>
  return %1 : tensor<4xui8>
}
