// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_every_element_type
func.func @takes_every_element_type() {
  // CHECK: mpc.constant dense<true> : tensor<4xi1>
  %0 = mpc.constant dense<true> : tensor<4xi1>
  // CHECK: mpc.constant dense<255> : tensor<4xui8>
  %1 = mpc.constant dense<255> : tensor<4xui8>
  // CHECK: mpc.constant dense<[1, -2]> : tensor<2xi32>
  %2 = mpc.constant dense<[1, -2]> : tensor<2xi32>
  // CHECK: mpc.constant dense<-1> : tensor<4xi64>
  %3 = mpc.constant dense<-1> : tensor<4xi64>
  // CHECK: mpc.constant dense<0x7C00> : tensor<4xf16>
  %4 = mpc.constant dense<0x7C00> : tensor<4xf16>
  // CHECK: mpc.constant dense<5.000000e-01> : tensor<4xbf16>
  %5 = mpc.constant dense<0.5> : tensor<4xbf16>
  // CHECK: mpc.constant dense<5.000000e-01> : tensor<4xf32>
  %6 = mpc.constant dense<0.5> : tensor<4xf32>
  // CHECK: mpc.constant dense<1.000000e-01> : tensor<4xf64>
  %7 = mpc.constant dense<0.1> : tensor<4xf64>
  return
}

// CHECK-LABEL: @takes_a_scalar_and_no_elements
func.func @takes_a_scalar_and_no_elements() {
  // CHECK: mpc.constant dense<5.000000e-01> : tensor<f32>
  %0 = mpc.constant dense<0.5> : tensor<f32>
  // CHECK: mpc.constant dense<> : tensor<0x3xf32>
  %1 = mpc.constant dense<> : tensor<0x3xf32>
  return
}
