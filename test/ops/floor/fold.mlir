// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @rounds_negative_constants_down
func.func @rounds_negative_constants_down() -> tensor<4xbf16> {
  %0 = mpc.constant dense<-0.5> : tensor<4xbf16>
  %1 = mpc.floor %0 : tensor<4xbf16>
  // CHECK: mpc.constant dense<-1.000000e+00> : tensor<4xbf16>
  return %1 : tensor<4xbf16>
}
