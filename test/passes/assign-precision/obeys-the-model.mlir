// RUN: mpc-opt %s -mpc-assign-precision | FileCheck %s
// RUN: mpc-opt %s -mpc-assign-precision=keep=said=bf16 | FileCheck %s --check-prefix=USER

// CHECK-LABEL: func.func @the_attribute_beats_the_policy
// USER-LABEL: func.func @the_attribute_beats_the_policy
func.func @the_attribute_beats_the_policy(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: mpc.dot_general {{.*}}#mpc.precision<f32, [f32, f32], "keep", "the model says so">
  %x = mpc.dot_general %a, %a contract [1] x [0] {mpc.keep = "f32"} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  // CHECK: mpc.exp {{.*}}#mpc.precision<f16, [], "keep", "the model says so">
  // The command line beats the model.
  // USER: mpc.exp {{.*}}#mpc.precision<bf16, [], "keep", "--keep=said=bf16">
  %y = mpc.exp %x {mpc.keep = "f16"} : tensor<4x4xf32> loc("said")
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// What is returned is rounded, and f32.
// CHECK-LABEL: func.func @the_attribute_rounds_what_is_returned
func.func @the_attribute_rounds_what_is_returned(%a: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: mpc.exp {{.*}}#mpc.precision<bf16, [], "keep", "the model says so">
  %y = mpc.exp %a {mpc.keep = "bf16"} : tensor<4xf32>
  return %y : tensor<4xf32>
}
