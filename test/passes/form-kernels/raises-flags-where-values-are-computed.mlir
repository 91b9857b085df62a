// RUN: mpc-opt %s -mpc-form-kernels | FileCheck %s

// A flag costs no pass over memory: it rides on the kernel that computes its
// operand, whatever the kind of that kernel.
// CHECK-LABEL: func.func @a_flag_rides_on_a_product
// CHECK: %[[K:.*]]:2 = mpc.kernel contraction {{.*}} -> (tensor<8x8xf32>, tensor<i1>)
// CHECK: mpc.has_nonfinite
// CHECK: %[[ANY:.*]] = mpc.any %[[K]]#1
// CHECK-NOT: mpc.kernel
// CHECK: return %[[K]]#0, %[[ANY]]
func.func @a_flag_rides_on_a_product(%a: tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<i1> {mpc.updates = "nonfinite"}) {
  %one = mpc.constant dense<1.0> : tensor<f32>
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  %bad = mpc.has_nonfinite %x, %one : tensor<8x8xf32>, tensor<f32>
  %any = mpc.any %bad : tensor<i1>
  return %x, %any : tensor<8x8xf32>, tensor<i1>
}

// CHECK-LABEL: func.func @a_flag_rides_on_a_sum_over_columns
// CHECK: mpc.kernel column_reduction {{.*}} -> (tensor<8xf32>, tensor<i1>)
// CHECK-NOT: mpc.kernel
func.func @a_flag_rides_on_a_sum_over_columns(%a: tensor<16x8xf32>) -> (tensor<8xf32>, tensor<i1> {mpc.updates = "nonfinite"}) {
  %one = mpc.constant dense<1.0> : tensor<f32>
  %x = mpc.reduce sum, %a dims [0] : tensor<16x8xf32> -> tensor<8xf32>
  %bad = mpc.has_nonfinite %x, %one : tensor<8xf32>, tensor<f32>
  %any = mpc.any %bad : tensor<i1>
  return %x, %any : tensor<8xf32>, tensor<i1>
}

// The factor is computed in the kernel, from what the function is given.
// CHECK-LABEL: func.func @the_factor_is_computed_on_the_way
// CHECK: mpc.kernel pointwise {{.*}} -> (tensor<8xf32>, tensor<i1>)
// CHECK: %[[INVERSE:.*]] = mpc.div
// CHECK: mpc.has_nonfinite %{{.*}}, %[[INVERSE]]
func.func @the_factor_is_computed_on_the_way(%a: tensor<8xf32>, %scale: tensor<f32>) -> (tensor<8xf32>, tensor<i1> {mpc.updates = "nonfinite"}) {
  %one = mpc.constant dense<1.0> : tensor<f32>
  %inverse = mpc.div %one, %scale : tensor<f32>
  %x = mpc.exp %a : tensor<8xf32>
  %bad = mpc.has_nonfinite %x, %inverse : tensor<8xf32>, tensor<f32>
  %any = mpc.any %bad : tensor<i1>
  return %x, %any : tensor<8xf32>, tensor<i1>
}

// Nobody computes an argument: its flag is a kernel.
// CHECK-LABEL: func.func @a_flag_of_an_argument_has_its_own_kernel
// CHECK: mpc.kernel pointwise {{.*}} domain [8] {{.*}} -> (tensor<i1>)
func.func @a_flag_of_an_argument_has_its_own_kernel(%a: tensor<8xf32>) -> (tensor<i1> {mpc.updates = "nonfinite"}) {
  %one = mpc.constant dense<1.0> : tensor<f32>
  %bad = mpc.has_nonfinite %a, %one : tensor<8xf32>, tensor<f32>
  %any = mpc.any %bad : tensor<i1>
  return %any : tensor<i1>
}

// `any` names the byte that both kernels raise.
// CHECK-LABEL: func.func @flags_share_a_byte
// CHECK: %[[ONE:.*]]:2 = mpc.kernel contraction {{.*}} -> (tensor<8x8xf32>, tensor<i1>)
// CHECK: %[[TWO:.*]]:2 = mpc.kernel contraction {{.*}} -> (tensor<8x8xf32>, tensor<i1>)
// CHECK: mpc.any %[[ONE]]#1, %[[TWO]]#1
// CHECK-NOT: mpc.kernel
func.func @flags_share_a_byte(%a: tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<i1> {mpc.updates = "nonfinite"}) {
  %one = mpc.constant dense<1.0> : tensor<f32>
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  %y = mpc.dot_general %a, %a contract [1] x [1] : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  %p = mpc.has_nonfinite %x, %one : tensor<8x8xf32>, tensor<f32>
  %q = mpc.has_nonfinite %y, %one : tensor<8x8xf32>, tensor<f32>
  %bad = mpc.any %p, %q : tensor<i1>
  return %x, %y, %bad : tensor<8x8xf32>, tensor<8x8xf32>, tensor<i1>
}

// The flag looks at what is stored, not at what is computed: rounding to f16
// makes infinities.
// CHECK-LABEL: func.func @a_flag_sees_the_rounded_value
// CHECK: mpc.kernel pointwise
// CHECK: %[[LOW:.*]] = mpc.cast %{{.*}} to f16
// CHECK: %[[WIDE:.*]] = mpc.cast %[[LOW]] to f32
// CHECK: mpc.has_nonfinite %[[WIDE]]
func.func @a_flag_sees_the_rounded_value(%a: tensor<8xf32>) -> (tensor<8xf16>, tensor<i1> {mpc.updates = "nonfinite"}) {
  %one = mpc.constant dense<1.0> : tensor<f32>
  %x = mpc.exp %a : tensor<8xf32>
  %0 = mpc.cast %x to f16 : tensor<8xf32> -> tensor<8xf16>
  %1 = mpc.cast %0 to f32 : tensor<8xf16> -> tensor<8xf32>
  %bad = mpc.has_nonfinite %1, %one : tensor<8xf32>, tensor<f32>
  %any = mpc.any %bad : tensor<i1>
  return %0, %any : tensor<8xf16>, tensor<i1>
}
