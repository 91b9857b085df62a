// RUN: mpc-opt %s -mpc-assign-precision | FileCheck %s

// PyTorch autocast's CUDA lists, op by op. Each op reads a low product; what it
// gives is read by an exp, so that nothing but its own list decides.

//===----------------------------------------------------------------------===//
// The list of low precision
//===----------------------------------------------------------------------===//

// CHECK-LABEL: func.func @dot_general_is_low
func.func @dot_general_is_low(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: mpc.dot_general {{.*}}#mpc.precision<f16, [f16, f16], "amp.contraction", "tensor cores, accumulates in f32">
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %r = mpc.exp %x : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// matmul, bmm, baddbmm, mv, vecdot, chain_matmul and einsum are dot_general with other
// dimensions; linear, addmm, addmv and addbmm add to it, which is on no list.

// CHECK-LABEL: func.func @bmm_is_low
func.func @bmm_is_low(%a: tensor<2x4x4xf32>) -> tensor<2x4x4xf32> {
  // CHECK: mpc.dot_general {{.*}}#mpc.precision<f16, [f16, f16], "amp.contraction"
  %x = mpc.dot_general %a, %a batch [0] x [0] contract [2] x [1] : (tensor<2x4x4xf32>, tensor<2x4x4xf32>) -> tensor<2x4x4xf32>
  %r = mpc.exp %x : tensor<2x4x4xf32>
  return %r : tensor<2x4x4xf32>
}

// CHECK-LABEL: func.func @mv_is_low
func.func @mv_is_low(%a: tensor<4x4xf32>, %v: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: mpc.dot_general {{.*}}#mpc.precision<f16, [f16, f16], "amp.contraction"
  %x = mpc.dot_general %a, %v contract [1] x [0] : (tensor<4x4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %r = mpc.exp %x : tensor<4xf32>
  return %r : tensor<4xf32>
}

// CHECK-LABEL: func.func @einsum_of_two_dimensions_is_low
func.func @einsum_of_two_dimensions_is_low(%a: tensor<2x3x4xf32>) -> tensor<2x2xf32> {
  // CHECK: mpc.dot_general {{.*}}#mpc.precision<f16, [f16, f16], "amp.contraction"
  %x = mpc.dot_general %a, %a contract [1, 2] x [1, 2] : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x2xf32>
  %r = mpc.exp %x : tensor<2x2xf32>
  return %r : tensor<2x2xf32>
}

// CHECK-LABEL: func.func @linear_is_low
func.func @linear_is_low(%a: tensor<4x4xf32>, %b: tensor<4xf32> {mpc.param = "b"}) -> tensor<4x4xf32> {
  // CHECK: mpc.dot_general {{.*}}#mpc.precision<f16, [f16, f16], "amp.contraction"
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %all = mpc.broadcast %b dims [1] : tensor<4xf32> -> tensor<4x4xf32>
  // CHECK: mpc.add {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.add %x, %all : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

//===----------------------------------------------------------------------===//
// The list of f32
//===----------------------------------------------------------------------===//

// Here mean is on it, too: docs/numerics.md says why.
// CHECK-LABEL: func.func @mean_is_f32
func.func @mean_is_f32(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.reduce mean, {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.reduce mean, %x dims [1] : tensor<4x4xf32> -> tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}

// CHECK-LABEL: func.func @logsumexp_is_f32
func.func @logsumexp_is_f32(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.exp {{.*}}#mpc.precision<f32, [], "amp.keep32"
  // CHECK: mpc.reduce sum, {{.*}}#mpc.precision<f32, [], "amp.keep32"
  // CHECK: mpc.log {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %0 = mpc.exp %x : tensor<4x4xf32>
  %1 = mpc.reduce sum, %0 dims [1] : tensor<4x4xf32> -> tensor<4xf32>
  %y = mpc.log %1 : tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}

// vector_norm and frobenius_norm; cosine_similarity and dist are made of it.
// CHECK-LABEL: func.func @vector_norm_is_f32
func.func @vector_norm_is_f32(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.mul {{.*}}#mpc.precision<f32, [], "amp.keep32"
  // CHECK: mpc.reduce sum, {{.*}}#mpc.precision<f32, [], "amp.keep32"
  // CHECK: mpc.sqrt {{.*}}#mpc.precision<f32, [], "amp.follow", "\22reduce:[[#@LINE+2]]\22 is f32">
  %0 = mpc.mul %x, %x : tensor<4x4xf32>
  %1 = mpc.reduce sum, %0 dims [1] : tensor<4x4xf32> -> tensor<4xf32>
  %y = mpc.sqrt %1 : tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}

// The difference arrives low; the mean of the loss is f32.
// CHECK-LABEL: func.func @l1_loss_is_summed_in_f32
func.func @l1_loss_is_summed_in_f32(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %t = mpc.neg %x : tensor<4x4xf32>
  // CHECK: mpc.sub {{.*}}#mpc.precision<f16, [], "amp.follow"
  // CHECK: mpc.abs {{.*}}#mpc.precision<f16, [], "amp.follow"
  // CHECK: mpc.reduce mean, {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %0 = mpc.sub %x, %t : tensor<4x4xf32>
  %1 = mpc.abs %0 : tensor<4x4xf32>
  %y = mpc.reduce mean, %1 dims [1] : tensor<4x4xf32> -> tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}

// reciprocal is on the list; here it is a division, which is not, and stored in 16
// bits it is as near as its operand: a deviation.
// CHECK-LABEL: func.func @reciprocal_keeps_what_arrives
func.func @reciprocal_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.div {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %one = mpc.constant dense<1.0> : tensor<4x4xf32>
  %y = mpc.div %one, %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// tan, cosh and sinh are on the list. Of these tan is made of ops that are on none,
// which is a deviation, the others of exp.
// CHECK-LABEL: func.func @tan_keeps_what_arrives
func.func @tan_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.div {{.*}}#mpc.precision<f16, [], "amp.follow"
  %s = mpc.sin %x : tensor<4x4xf32>
  %c = mpc.cos %x : tensor<4x4xf32>
  %y = mpc.div %s, %c : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @cosh_is_f32
func.func @cosh_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.add {{.*}}#mpc.precision<f32, [], "amp.follow"
  %n = mpc.neg %x : tensor<4x4xf32>
  %0 = mpc.exp %x : tensor<4x4xf32>
  %1 = mpc.exp %n : tensor<4x4xf32>
  %y = mpc.add %0, %1 : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

//===----------------------------------------------------------------------===//
// The list of the widest operand
//===----------------------------------------------------------------------===//

// addcmul; addcdiv likewise. dot, vdot and tensordot are on this list in autocast and
// contractions here, hence low: a deviation.
// CHECK-LABEL: func.func @addcmul_promotes
func.func @addcmul_promotes(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %wide = mpc.exp %x : tensor<4x4xf32> loc("wide")
  // CHECK: mpc.mul {{.*}}#mpc.precision<f32, [], "amp.promote", "\22wide\22 is f32">
  // CHECK: mpc.add {{.*}}#mpc.precision<f32, [], "amp.promote"
  %0 = mpc.mul %x, %wide : tensor<4x4xf32>
  %y = mpc.add %x, %0 : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @exp_is_f32
func.func @exp_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.exp {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.exp %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @expm1_is_f32
func.func @expm1_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.expm1 {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.expm1 %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @log_is_f32
func.func @log_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.log {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.log %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @log1p_is_f32
func.func @log1p_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.log1p {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.log1p %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @rsqrt_is_f32
func.func @rsqrt_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.rsqrt {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.rsqrt %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @pow_is_f32
func.func @pow_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.pow {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.pow %x, %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @softmax_is_f32
func.func @softmax_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.softmax {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.softmax %x dim 1 : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @log_softmax_is_f32
func.func @log_softmax_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.log_softmax {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.log_softmax %x dim 1 : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @cross_entropy_is_f32
func.func @cross_entropy_is_f32(%a: tensor<4x4xf32>, %labels: tensor<4xi32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.cross_entropy {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.cross_entropy %x, %labels : (tensor<4x4xf32>, tensor<4xi32>) -> tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}

// CHECK-LABEL: func.func @sum_is_f32
func.func @sum_is_f32(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.reduce sum, {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.reduce sum, %x dims [1] : tensor<4x4xf32> -> tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}

// CHECK-LABEL: func.func @cumsum_is_f32
func.func @cumsum_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.cumsum {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.cumsum %x dim 1 : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

//===----------------------------------------------------------------------===//
// On no list: what arrives stays
//===----------------------------------------------------------------------===//

// CHECK-LABEL: func.func @relu_keeps_what_arrives
func.func @relu_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.relu {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.relu %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @logistic_keeps_what_arrives
func.func @logistic_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.logistic {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.logistic %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @tanh_keeps_what_arrives
func.func @tanh_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.tanh {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.tanh %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @erf_keeps_what_arrives
func.func @erf_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.erf {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.erf %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @sqrt_keeps_what_arrives
func.func @sqrt_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.sqrt {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.sqrt %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @sin_keeps_what_arrives
func.func @sin_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.sin {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.sin %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @cos_keeps_what_arrives
func.func @cos_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.cos {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.cos %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @abs_keeps_what_arrives
func.func @abs_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.abs {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.abs %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @neg_keeps_what_arrives
func.func @neg_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.neg {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.neg %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @floor_keeps_what_arrives
func.func @floor_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.floor {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.floor %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @stop_gradient_keeps_what_arrives
func.func @stop_gradient_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.stop_gradient {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.stop_gradient %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @gelu_keeps_what_arrives
func.func @gelu_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.gelu {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.gelu erf, %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @squared_error_is_f32
func.func @squared_error_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.squared_error {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.squared_error %x, %a : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @huber_is_f32
func.func @huber_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.huber {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.huber %x, %a : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @binary_cross_entropy_is_f32
func.func @binary_cross_entropy_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.binary_cross_entropy {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.binary_cross_entropy %x, %a : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @softplus_is_f32
func.func @softplus_is_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.softplus {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.softplus %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @silu_keeps_what_arrives
func.func @silu_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.silu {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.silu %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @elu_keeps_what_arrives
func.func @elu_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.elu {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.elu %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @leaky_relu_keeps_what_arrives
func.func @leaky_relu_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.leaky_relu {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.leaky_relu %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @relu6_keeps_what_arrives
func.func @relu6_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.relu6 {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.relu6 %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @hard_swish_keeps_what_arrives
func.func @hard_swish_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.hard_swish {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.hard_swish %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @sign_keeps_what_arrives
func.func @sign_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.sign {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.sign %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @ceil_keeps_what_arrives
func.func @ceil_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.ceil {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.ceil %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @round_keeps_what_arrives
func.func @round_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.round {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.round %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @add_keeps_what_arrives
func.func @add_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.add {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.add %x, %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @sub_keeps_what_arrives
func.func @sub_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.sub {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.sub %x, %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @div_keeps_what_arrives
func.func @div_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.div {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.div %x, %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @max_keeps_what_arrives
func.func @max_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.max {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.max %x, %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @min_keeps_what_arrives
func.func @min_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.min {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.min %x, %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @mul_keeps_what_arrives
func.func @mul_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %n = mpc.neg %x : tensor<4x4xf32>
  // CHECK: mpc.mul {{.*}}#mpc.precision<f16, [], "amp.follow", "\22neg:[[#@LINE-1]]\22 is f16">
  %y = mpc.mul %x, %n : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @clamp_keeps_what_arrives
func.func @clamp_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.clamp {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %zero = mpc.constant dense<0.0> : tensor<4x4xf32>
  %six = mpc.constant dense<6.0> : tensor<4x4xf32>
  %y = mpc.clamp %zero, %x, %six : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @select_keeps_what_arrives
func.func @select_keeps_what_arrives(%a: tensor<4x4xf32>, %p: tensor<4x4xi1>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.select {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.select %p, %x, %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @transpose_keeps_what_arrives
func.func @transpose_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.transpose {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.transpose %x perm [1, 0] : tensor<4x4xf32> -> tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @broadcast_keeps_what_arrives
func.func @broadcast_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4x2xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.broadcast {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.broadcast %x dims [0, 1] : tensor<4x4xf32> -> tensor<4x4x2xf32>
  %r = mpc.exp %y : tensor<4x4x2xf32>
  return %r : tensor<4x4x2xf32>
}

// CHECK-LABEL: func.func @the_largest_keeps_what_arrives
func.func @the_largest_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.reduce max, {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.reduce max, %x dims [1] : tensor<4x4xf32> -> tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}

// A reshape names the memory of its operand: nothing is decided, and what reads
// it sees the product.
// CHECK-LABEL: func.func @reshape_keeps_what_arrives
func.func @reshape_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<16xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.reshape {{[^ ]*}} : tensor<4x4xf32> -> tensor<16xf32>
  %v = mpc.reshape %x : tensor<4x4xf32> -> tensor<16xf32>
  // CHECK: mpc.tanh {{.*}}#mpc.precision<f16, [], "amp.follow"
  %y = mpc.tanh %v : tensor<16xf32>
  %r = mpc.exp %y : tensor<16xf32>
  return %r : tensor<16xf32>
}

//===----------------------------------------------------------------------===//
// Norms, dropout, and losses
//===----------------------------------------------------------------------===//

// CHECK-LABEL: func.func @layer_norm_is_f32
func.func @layer_norm_is_f32(%a: tensor<4x4xf32>, %s: tensor<4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.layer_norm {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.layer_norm %x scale %s offset %s dims [1] : (tensor<4x4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @rms_norm_is_f32
func.func @rms_norm_is_f32(%a: tensor<4x4xf32>, %s: tensor<4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.rms_norm {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.rms_norm %x scale %s dims [1] : (tensor<4x4xf32>, tensor<4xf32>) -> tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @group_norm_is_f32
func.func @group_norm_is_f32(%a: tensor<4x4xf32>, %s: tensor<4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.group_norm {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.group_norm %x scale %s offset %s groups 2 : (tensor<4x4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// Statistics, scale and offset are f32 and decide nothing.
// CHECK-LABEL: func.func @batch_norm_keeps_what_arrives
func.func @batch_norm_keeps_what_arrives(%a: tensor<4x4xf32>, %s: tensor<4xf32>, %m: tensor<4xf32> {mpc.input = "m"}) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.batch_norm_apply {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.batch_norm_apply %x, %s, %s, %m, %m : (tensor<4x4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @batch_norm_inference_keeps_what_arrives
func.func @batch_norm_inference_keeps_what_arrives(%a: tensor<4x4xf32>, %s: tensor<4xf32>, %m: tensor<4xf32> {mpc.input = "m"}) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.batch_norm_inference {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.batch_norm_inference %x, %s, %s, %m, %m : (tensor<4x4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @the_sums_of_batch_norm_are_f32
func.func @the_sums_of_batch_norm_are_f32(%a: tensor<4x4xf32>, %s: tensor<4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.shifted_sum {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.shifted_sum 2, %x, %s dims [0] : (tensor<4x4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}

// CHECK-LABEL: func.func @dropout_keeps_what_arrives
func.func @dropout_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.dropout {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.dropout %x rate 0.5 : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @the_product_of_elements_is_f32
func.func @the_product_of_elements_is_f32(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.reduce prod, {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.reduce prod, %x dims [1] : tensor<4x4xf32> -> tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}

// CHECK-LABEL: func.func @the_smallest_keeps_what_arrives
func.func @the_smallest_keeps_what_arrives(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.reduce min, {{.*}}#mpc.precision<f16, [], "amp.follow", "\22product\22 is f16">
  %y = mpc.reduce min, %x dims [1] : tensor<4x4xf32> -> tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}

// CHECK-LABEL: func.func @cross_entropy_of_probabilities_is_f32
func.func @cross_entropy_of_probabilities_is_f32(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.cross_entropy {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.cross_entropy %x, %a : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}
