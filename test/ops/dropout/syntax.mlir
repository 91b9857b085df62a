// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_a_key_and_a_stream_or_none
func.func @takes_a_key_and_a_stream_or_none(%x: tensor<4xf32>, %k: tensor<i64>, %a: tensor<4xf16>, %b: tensor<4xbf16>, %d: tensor<f64>) {
  // CHECK: mpc.dropout %{{.*}} rate 5.000000e-01 : tensor<4xf32>
  %0 = mpc.dropout %x rate 0.5 : tensor<4xf32>
  // CHECK: mpc.dropout %{{.*}} rate 0.000000e+00 stream 7 : tensor<4xf16>
  %1 = mpc.dropout %a rate 0.0 stream 7 : tensor<4xf16>
  // CHECK: mpc.dropout %{{.*}} key %{{.*}}, %{{.*}}, %{{.*}} rate 1.000000e+00 : tensor<4xbf16>
  %2 = mpc.dropout %b key %k, %k, %k rate 1.0 : tensor<4xbf16>
  // CHECK: mpc.dropout %{{.*}} key %{{.*}}, %{{.*}}, %{{.*}} rate 5.000000e-01 stream 0 : tensor<f64>
  %3 = mpc.dropout %d key %k, %k, %k rate 0.5 stream 0 : tensor<f64>
  return
}
