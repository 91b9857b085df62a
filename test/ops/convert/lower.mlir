// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels | FileCheck %s

// The conversion is undefined out of range: it must never see such a value.
// CHECK-LABEL: @saturates_floats
func.func @saturates_floats(%x: tensor<4xf32>) -> tensor<4xi32> {
  // CHECK: ^bb0(%[[IN:.*]]: f32, %{{.*}}: i32):
  // CHECK-DAG: %[[LOW:.*]] = arith.constant -2.14748365E+9 : f32
  // CHECK-DAG: %[[HIGH:.*]] = arith.constant 2.14748365E+9 : f32
  // CHECK-DAG: %[[BELOW:.*]] = arith.cmpf ole, %[[IN]], %[[LOW]]
  // CHECK-DAG: %[[ABOVE:.*]] = arith.cmpf oge, %[[IN]], %[[HIGH]]
  // CHECK-DAG: %[[NAN:.*]] = arith.cmpf uno, %[[IN]], %[[IN]]
  // CHECK: %[[BOUND:.*]] = arith.ori %[[BELOW]], %[[ABOVE]]
  // CHECK: %[[OUTSIDE:.*]] = arith.ori %[[NAN]], %[[BOUND]]
  // CHECK: %[[SAFE:.*]] = arith.select %[[OUTSIDE]], %{{.*}}, %[[IN]]
  // CHECK: arith.fptosi %[[SAFE]] : f32 to i32
  %0 = mpc.convert %x : tensor<4xf32> to tensor<4xi32>
  return %0 : tensor<4xi32>
}

// 2^31 is no f16 number.
// CHECK-LABEL: @widens_f16_before_it_compares
func.func @widens_f16_before_it_compares(%x: tensor<4xf16>) -> tensor<4xi32> {
  // CHECK: arith.extf %{{.*}} : f16 to f32
  // CHECK: arith.fptosi %{{.*}} : f32 to i32
  %0 = mpc.convert %x : tensor<4xf16> to tensor<4xi32>
  return %0 : tensor<4xi32>
}

// Every f16 number is an f32 number, but not every one is a bf16 number.
// CHECK-LABEL: @rounds_once_between_16_bit_formats
func.func @rounds_once_between_16_bit_formats(%x: tensor<4xf16>) -> tensor<4xbf16> {
  // CHECK: %[[WIDE:.*]] = arith.extf %{{.*}} : f16 to f32
  // CHECK-NEXT: arith.truncf %[[WIDE]] : f32 to bf16
  %0 = mpc.convert %x : tensor<4xf16> to tensor<4xbf16>
  return %0 : tensor<4xbf16>
}

// CHECK-LABEL: @rounds_f64_once
func.func @rounds_f64_once(%x: tensor<4xf64>) -> tensor<4xf16> {
  // CHECK: arith.truncf %{{.*}} : f64 to f16
  %0 = mpc.convert %x : tensor<4xf64> to tensor<4xf16>
  return %0 : tensor<4xf16>
}
