// RUN: mpc-opt %s -mpc-insert-casts | FileCheck %s

// CHECK-LABEL: func.func @a_view_of_a_low_value_names_low_memory
func.func @a_view_of_a_low_value_names_low_memory(%a: tensor<4x4xf32>) -> tensor<16xf32> {
  // CHECK: %[[LOW:.*]] = mpc.cast %{{.*}} to f16 :
  %x = mpc.exp %a {mpc.precision = #mpc.precision<f16, [], "rule", "reason">} : tensor<4x4xf32>
  // CHECK-NEXT: %[[V:.*]] = mpc.reshape %[[LOW]] : tensor<4x4xf16> -> tensor<16xf16>
  // CHECK-NEXT: %[[WIDE:.*]] = mpc.cast %[[V]] to f32 :
  // CHECK-NOT: = mpc.cast %
  %v = mpc.reshape %x : tensor<4x4xf32> -> tensor<16xf32>
  // CHECK: mpc.neg %[[WIDE]]
  %y = mpc.neg %v : tensor<16xf32>
  return %y : tensor<16xf32>
}

// CHECK-LABEL: func.func @a_product_reads_the_view
func.func @a_product_reads_the_view(%a: tensor<16xf32>) -> tensor<4x4xf32> {
  // CHECK-COUNT-1: = mpc.cast %
  // CHECK-NEXT: %[[V:.*]] = mpc.reshape %{{.*}} : tensor<16xf16> -> tensor<4x4xf16>
  // CHECK-NEXT: mpc.dot_general %[[V]], %[[V]]
  // CHECK-NOT: = mpc.cast %
  %x = mpc.exp %a {mpc.precision = #mpc.precision<f16, [], "rule", "reason">} : tensor<16xf32>
  %v = mpc.reshape %x : tensor<16xf32> -> tensor<4x4xf32>
  %y = mpc.dot_general %v, %v contract [1] x [0] {mpc.precision = #mpc.precision<f32, [f16, f16], "rule", "reason">}
      : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}
