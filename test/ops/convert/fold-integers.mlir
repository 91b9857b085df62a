// RUN: mpc-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @too_large_floats_saturate
func.func @too_large_floats_saturate() -> (tensor<i32>, tensor<i64>, tensor<ui8>, tensor<ui8>) {
  %0 = mpc.constant dense<1.0e+30> : tensor<f32>
  %1 = mpc.constant dense<-1.0e+30> : tensor<f32>
  %2 = mpc.convert %0 : tensor<f32> to tensor<i32>
  %3 = mpc.convert %1 : tensor<f32> to tensor<i64>
  %4 = mpc.convert %0 : tensor<f32> to tensor<ui8>
  %5 = mpc.convert %1 : tensor<f32> to tensor<ui8>
  // CHECK-DAG: %[[A:.*]] = mpc.constant dense<2147483647> : tensor<i32>
  // CHECK-DAG: %[[B:.*]] = mpc.constant dense<-9223372036854775808> : tensor<i64>
  // CHECK-DAG: %[[C:.*]] = mpc.constant dense<255> : tensor<ui8>
  // CHECK-DAG: %[[D:.*]] = mpc.constant dense<0> : tensor<ui8>
  // CHECK: return %[[A]], %[[B]], %[[C]], %[[D]]
  return %2, %3, %4, %5 : tensor<i32>, tensor<i64>, tensor<ui8>, tensor<ui8>
}

// CHECK-LABEL: @nan_becomes_zero
func.func @nan_becomes_zero() -> tensor<i32> {
  %0 = mpc.constant dense<0x7FC00000> : tensor<f32>
  // CHECK: mpc.constant dense<0> : tensor<i32>
  %1 = mpc.convert %0 : tensor<f32> to tensor<i32>
  return %1 : tensor<i32>
}

// CHECK-LABEL: @floats_are_truncated_towards_zero
func.func @floats_are_truncated_towards_zero() -> (tensor<i32>, tensor<ui8>) {
  %0 = mpc.constant dense<-2.75> : tensor<f16>
  %1 = mpc.constant dense<-0.75> : tensor<f16>
  %2 = mpc.convert %0 : tensor<f16> to tensor<i32>
  %3 = mpc.convert %1 : tensor<f16> to tensor<ui8>
  // CHECK-DAG: %[[A:.*]] = mpc.constant dense<-2> : tensor<i32>
  // CHECK-DAG: %[[B:.*]] = mpc.constant dense<0> : tensor<ui8>
  // CHECK: return %[[A]], %[[B]]
  return %2, %3 : tensor<i32>, tensor<ui8>
}

// CHECK-LABEL: @bytes_are_unsigned
func.func @bytes_are_unsigned() -> (tensor<i32>, tensor<f32>) {
  %0 = mpc.constant dense<200> : tensor<ui8>
  %1 = mpc.convert %0 : tensor<ui8> to tensor<i32>
  %2 = mpc.convert %0 : tensor<ui8> to tensor<f32>
  // CHECK-DAG: %[[A:.*]] = mpc.constant dense<200> : tensor<i32>
  // CHECK-DAG: %[[B:.*]] = mpc.constant dense<2.000000e+02> : tensor<f32>
  // CHECK: return %[[A]], %[[B]]
  return %1, %2 : tensor<i32>, tensor<f32>
}

// CHECK-LABEL: @integers_wrap
func.func @integers_wrap() -> tensor<ui8> {
  %0 = mpc.constant dense<-1> : tensor<i64>
  // CHECK: mpc.constant dense<255> : tensor<ui8>
  %1 = mpc.convert %0 : tensor<i64> to tensor<ui8>
  return %1 : tensor<ui8>
}

// CHECK-LABEL: @only_zero_is_false
func.func @only_zero_is_false() -> (tensor<i1>, tensor<i1>, tensor<i1>) {
  %0 = mpc.constant dense<0.5> : tensor<f32>
  %1 = mpc.constant dense<-0.0> : tensor<f32>
  %2 = mpc.constant dense<256> : tensor<i64>
  %3 = mpc.convert %0 : tensor<f32> to tensor<i1>
  %4 = mpc.convert %1 : tensor<f32> to tensor<i1>
  %5 = mpc.convert %2 : tensor<i64> to tensor<i1>
  // CHECK-DAG: %[[YES:.*]] = mpc.constant dense<true>
  // CHECK-DAG: %[[NO:.*]] = mpc.constant dense<false>
  // CHECK: return %[[YES]], %[[NO]], %[[YES]]
  return %3, %4, %5 : tensor<i1>, tensor<i1>, tensor<i1>
}

// CHECK-LABEL: @true_is_one
func.func @true_is_one() -> (tensor<i32>, tensor<f32>) {
  %0 = mpc.constant dense<true> : tensor<i1>
  %1 = mpc.convert %0 : tensor<i1> to tensor<i32>
  %2 = mpc.convert %0 : tensor<i1> to tensor<f32>
  // CHECK-DAG: %[[A:.*]] = mpc.constant dense<1> : tensor<i32>
  // CHECK-DAG: %[[B:.*]] = mpc.constant dense<1.000000e+00> : tensor<f32>
  // CHECK: return %[[A]], %[[B]]
  return %1, %2 : tensor<i32>, tensor<f32>
}
