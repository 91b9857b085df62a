// RUN: mpc-opt %s -mpc-assign-precision=format=f16 | FileCheck %s --check-prefixes=CHECK,F16
// RUN: mpc-opt %s -mpc-assign-precision=format=bf16 | FileCheck %s --check-prefixes=CHECK,BF16
// RUN: mpc-opt %s -mpc-assign-precision=format=tf32 | FileCheck %s --check-prefixes=CHECK,TF32
// RUN: mpc-opt %s -mpc-assign-precision=format=f32 | FileCheck %s --check-prefixes=CHECK,F32

// CHECK-LABEL: func.func @a_product_and_what_follows
func.func @a_product_and_what_follows(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // F16: mpc.dot_general {{.*}}#mpc.precision<f16, [f16, f16], "amp.contraction"
  // BF16: mpc.dot_general {{.*}}#mpc.precision<bf16, [bf16, bf16], "amp.contraction"
  // What tensor cores read has no storage of its own.
  // TF32: mpc.dot_general {{.*}}#mpc.precision<f32, [tf32, tf32], "amp.contraction"
  // In f32 there is nothing to say.
  // F32-NOT: mpc.precision
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // F16: mpc.tanh {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  // BF16: mpc.tanh {{.*}}#mpc.precision<bf16, [], "amp.follow", "\22product\22 is bf16">
  // TF32: mpc.tanh {{.*}}#mpc.precision<f32, [], "amp.follow", "tf32 is for operands of contractions">
  %y = mpc.tanh %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// bf16 has the range of f32: the same constants are harmless.
// CHECK-LABEL: func.func @masks_and_epsilons
func.func @masks_and_epsilons(%a: tensor<4x4xf32>, %p: tensor<4x4xi1>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %epsilon = mpc.constant dense<1.0e-8> : tensor<4x4xf32>
  // F16: mpc.add {{.*}}#mpc.precision<f32, [], "amp.constant"
  // BF16: mpc.add {{.*}}#mpc.precision<bf16, [], "amp.follow"
  %y = mpc.add %x, %epsilon : tensor<4x4xf32>
  %mask = mpc.constant dense<-1.0e9> : tensor<4x4xf32>
  // F16: mpc.select {{.*}}#mpc.precision<f32, [], "amp.constant"
  // BF16: mpc.select {{.*}}#mpc.precision<bf16, [], "amp.follow"
  %z = mpc.select %p, %x, %mask : tensor<4x4xf32>
  %r = mpc.pow %y, %z : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// In f32 there are adjoints that contractions read, too.
// CHECK-LABEL: func.func @adjoints_of_products
func.func @adjoints_of_products(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // F16: mpc.exp {{.*}}#mpc.precision<f16, [], "amp.read-by-contraction"
  // TF32: mpc.exp {{.*}}#mpc.precision<f32, [], "amp.keep32"
  // F32-NOT: mpc.precision
  %d = mpc.exp %a {mpc.adjoint} : tensor<4x4xf32>
  %r = mpc.dot_general %d, %a contract [1] x [0] {mpc.adjoint} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// What the model says itself is nobody else's business.
// CHECK-LABEL: func.func @elements_that_are_not_f32
// CHECK-NOT: mpc.precision
func.func @elements_that_are_not_f32(%a: tensor<4x4xf16>) -> tensor<4x4xf16> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf16>, tensor<4x4xf16>) -> tensor<4x4xf16>
  %y = mpc.exp %x : tensor<4x4xf16>
  return %y : tensor<4x4xf16>
}
