// RUN: mpc-opt %s -mpc-prepare-model | FileCheck %s

// CHECK-LABEL: func.func @train
// CHECK-SAME: %[[S:[a-z0-9]+]]: tensor<i64> {mpc.initial = 0.000000e+00 : f64, mpc.kind = "counter", mpc.state = "seed"}
// CHECK-SAME: %[[I:[a-z0-9]+]]: tensor<i64> {mpc.initial = 0.000000e+00 : f64, mpc.kind = "counter", mpc.state = "iteration"}
// CHECK-SAME: %[[M:[a-z0-9]+]]: tensor<i64> {mpc.initial = 0.000000e+00 : f64, mpc.kind = "counter", mpc.state = "micro_batch"}
func.func @train(%x: tensor<4xf32> {mpc.input = "x"}) -> (tensor<4xf32> {mpc.result = "y"}) {
  // CHECK: mpc.dropout %{{.*}} key %[[S]], %[[I]], %[[M]] rate 5.000000e-01 stream 1073741824
  %0 = mpc.dropout %x rate 0.5 : tensor<4xf32>
  // CHECK: mpc.dropout %{{.*}} key %[[S]], %[[I]], %[[M]] rate 5.000000e-01 stream 3
  %1 = mpc.dropout %0 rate 0.5 stream 3 : tensor<4xf32>
  // CHECK: mpc.dropout %{{.*}} key %[[S]], %[[I]], %[[M]] rate 5.000000e-01 stream 1073741826
  %2 = mpc.dropout %1 rate 0.5 : tensor<4xf32>
  return %2 : tensor<4xf32>
}

// CHECK-LABEL: func.func @draws_nothing
// CHECK-NOT: mpc.state
func.func @draws_nothing(%x: tensor<4xf32> {mpc.input = "x"}) -> (tensor<4xf32> {mpc.result = "y"}) {
  return %x : tensor<4xf32>
}

// CHECK-LABEL: func.func @has_its_key
// CHECK-SAME: %[[K:[a-z0-9]+]]: tensor<i64>)
func.func @has_its_key(%x: tensor<4xf32>, %k: tensor<i64>) -> tensor<4xf32> {
  // CHECK: mpc.dropout %{{.*}} key %[[K]], %[[K]], %[[K]] rate 5.000000e-01 :
  %0 = mpc.dropout %x key %k, %k, %k rate 0.5 : tensor<4xf32>
  return %0 : tensor<4xf32>
}
