// RUN: mpc-opt %s -mpc-insert-casts | FileCheck %s

#low = #mpc.precision<f16, [], "rule", "reason">
#product = #mpc.precision<f32, [f16, f16], "rule", "reason">

// CHECK-LABEL: func.func @one_cast_of_a_value_serves_all
// CHECK-COUNT-1: = mpc.cast %
// CHECK-NOT: = mpc.cast %
func.func @one_cast_of_a_value_serves_all(%a: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  %x = mpc.dot_general %a, %a contract [1] x [0] {mpc.precision = #product} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %y = mpc.dot_general %a, %a contract [1] x [1] {mpc.precision = #product} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %x, %y : tensor<4x4xf32>, tensor<4x4xf32>
}

// CHECK-LABEL: func.func @a_product_in_f32_is_not_cast
// CHECK-NOT: = mpc.cast %
func.func @a_product_in_f32_is_not_cast(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] {mpc.precision = #mpc.precision<f32, [f32, f32], "rule", "reason">} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %x : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @a_value_that_is_stored_low_is_rounded_for_everybody
func.func @a_value_that_is_stored_low_is_rounded_for_everybody(%a: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  // CHECK: %[[X:.*]] = mpc.exp
  // CHECK-NEXT: %[[LOW:.*]] = mpc.cast %[[X]] to f16 : tensor<4x4xf32> -> tensor<4x4xf16>
  // CHECK-NEXT: %[[WIDE:.*]] = mpc.cast %[[LOW]] to f32 : tensor<4x4xf16> -> tensor<4x4xf32>
  %x = mpc.exp %a {mpc.precision = #low} : tensor<4x4xf32>
  // CHECK-NEXT: mpc.neg %[[WIDE]]
  %y = mpc.neg %x : tensor<4x4xf32>
  // CHECK-NEXT: return %[[WIDE]]
  return %x, %y : tensor<4x4xf32>, tensor<4x4xf32>
}

// The product reads what is stored: two casts in all, one of them for the neg.
// CHECK-LABEL: func.func @a_product_reads_what_is_stored
// CHECK-COUNT-2: = mpc.cast %
// CHECK-NOT: = mpc.cast %
func.func @a_product_reads_what_is_stored(%a: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  %x = mpc.exp %a {mpc.precision = #low} : tensor<4x4xf32>
  %y = mpc.neg %x : tensor<4x4xf32>
  %z = mpc.dot_general %x, %x contract [1] x [0] {mpc.precision = #product} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y, %z : tensor<4x4xf32>, tensor<4x4xf32>
}

// Without the neg nobody reads the value widened.
// CHECK-LABEL: func.func @what_only_products_read_is_not_widened
// CHECK-COUNT-1: = mpc.cast %
// CHECK-NOT: = mpc.cast %
func.func @what_only_products_read_is_not_widened(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.exp %a {mpc.precision = #low} : tensor<4x4xf32>
  %z = mpc.dot_general %x, %x contract [1] x [0] {mpc.precision = #product} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %z : tensor<4x4xf32>
}

// A product computes in f32 and is rounded where it is stored.
// CHECK-LABEL: func.func @a_product_gives_f32
// CHECK: %[[P:.*]] = mpc.dot_general {{.*}} : (tensor<4x4xf16>, tensor<4x4xf16>) -> tensor<4x4xf32>
// CHECK-NEXT: %[[LOW:.*]] = mpc.cast %[[P]] to f16
// CHECK-NEXT: mpc.cast %[[LOW]] to f32
func.func @a_product_gives_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] {mpc.precision = #mpc.precision<f16, [f16, f16], "rule", "reason">} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %y = mpc.exp %x : tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// A value that is stored in f16 and read in bf16 is rounded twice.
// CHECK-LABEL: func.func @a_value_is_cast_once_per_format
// CHECK: %[[X:.*]] = mpc.exp
// CHECK-NEXT: %[[F16:.*]] = mpc.cast %[[X]] to f16
// CHECK-NEXT: %[[WIDE:.*]] = mpc.cast %[[F16]] to f32
// CHECK-NEXT: %[[BF16:.*]] = mpc.cast %[[WIDE]] to bf16
// CHECK-NOT: = mpc.cast %
func.func @a_value_is_cast_once_per_format(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.exp %a {mpc.precision = #low} : tensor<4x4xf32>
  %y = mpc.dot_general %x, %x contract [1] x [0] {mpc.precision = #mpc.precision<f32, [bf16, bf16], "rule", "reason">} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @decisions_for_f32_are_no_casts
// CHECK-NOT: = mpc.cast %
// CHECK-NOT: mpc.precision
func.func @decisions_for_f32_are_no_casts(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.exp %a {mpc.precision = #mpc.precision<f32, [], "rule", "reason">} : tensor<4x4xf32>
  return %x : tensor<4x4xf32>
}
