// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @rounds_negative_constants_up
func.func @rounds_negative_constants_up() -> tensor<4xbf16> {
  %0 = mpc.constant dense<-0.5> : tensor<4xbf16>
  %1 = mpc.ceil %0 : tensor<4xbf16>
  // CHECK: mpc.constant dense<-0.000000e+00> : tensor<4xbf16>
  return %1 : tensor<4xbf16>
}

// CHECK-LABEL: @rounds_up
func.func @rounds_up() -> tensor<4xf32> {
  %0 = mpc.constant dense<1.25> : tensor<4xf32>
  %1 = mpc.ceil %0 : tensor<4xf32>
  // CHECK: mpc.constant dense<2.000000e+00> : tensor<4xf32>
  return %1 : tensor<4xf32>
}
