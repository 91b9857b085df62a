// RUN: mpc-opt %s -mpc-assign-precision | FileCheck %s

// Where the policy amp departs from PyTorch's autocast on purpose, and why.

// autocast: mean keeps what arrives, sum is f32. The two are one sum: a mean of
// 16-bit terms that is rounded to 16 bits loses as much.
// CHECK-LABEL: func.func @mean_is_f32
func.func @mean_is_f32(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  // CHECK: mpc.reduce mean, {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.reduce mean, %x dims [1] : tensor<4x4xf32> -> tensor<4xf32>
  %r = mpc.exp %y : tensor<4xf32>
  return %r : tensor<4xf32>
}

// autocast: pow(x, 2) is f32, x * x keeps what arrives. The two are the same
// function, which overflows in f16 from 256 on.
// CHECK-LABEL: func.func @a_square_is_f32_as_pow_is
func.func @a_square_is_f32_as_pow_is(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  // CHECK: mpc.mul {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.mul %x, %x : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// autocast: a bias that is added by itself is f32 and makes the layer f32 (only
// inside linear and conv is it cast along). Here it is f32 as well, but has no
// vote: it is read as it is, and the sum is rounded once.
// CHECK-LABEL: func.func @a_parameter_has_no_vote
func.func @a_parameter_has_no_vote(%a: tensor<4x4xf32>, %b: tensor<4xf32> {mpc.param = "b"}) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %c = mpc.broadcast %b dims [1] : tensor<4xf32> -> tensor<4x4xf32>
  // CHECK: mpc.add {{.*}}#mpc.precision<f16, [], "amp.follow"
  %y = mpc.add %x, %c : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// What is computed from parameters only has none either: here the scale of a
// weight-normalised layer.
// CHECK-LABEL: func.func @what_is_made_of_parameters_has_no_vote
func.func @what_is_made_of_parameters_has_no_vote(%a: tensor<4x4xf32>, %g: tensor<4xf32> {mpc.param = "g"}) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %s = mpc.exp %g : tensor<4xf32>
  %c = mpc.broadcast %s dims [1] : tensor<4xf32> -> tensor<4x4xf32>
  // CHECK: mpc.mul {{.*}}#mpc.precision<f16, [], "amp.follow"
  %y = mpc.mul %x, %c : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// autocast: a constant tensor of f32 promotes, a Python number does not. Here
// constants never do.
// CHECK-LABEL: func.func @a_constant_has_no_vote
func.func @a_constant_has_no_vote(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %c = mpc.constant dense<0.5> : tensor<4x4xf32>
  // CHECK: mpc.mul {{.*}}#mpc.precision<f16, [], "amp.follow"
  %y = mpc.mul %x, %c : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// As in PyTorch, where tensors of rank 0 do not promote those of higher rank.
// CHECK-LABEL: func.func @a_scalar_has_no_vote
func.func @a_scalar_has_no_vote(%a: tensor<4x4xf32>, %s: tensor<f32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %c = mpc.broadcast %s dims [] : tensor<f32> -> tensor<4x4xf32>
  // CHECK: mpc.mul {{.*}}#mpc.precision<f16, [], "amp.follow"
  %y = mpc.mul %x, %c : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// autocast: -1e9 becomes -inf in f16, and a row of nothing but masks nan.
// CHECK-LABEL: func.func @a_mask_that_overflows_keeps_f32
func.func @a_mask_that_overflows_keeps_f32(%a: tensor<4x4xf32>, %p: tensor<4x4xi1>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %mask = mpc.constant dense<-1.0e9> : tensor<4x4xf32>
  // CHECK: mpc.select {{.*}}#mpc.precision<f32, [], "amp.constant", "the constant 1e+09 exceeds 65504, f16's largest">
  %y = mpc.select %p, %x, %mask : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// autocast: an epsilon of 1e-8 is zero in f16, and a division by it infinite.
// CHECK-LABEL: func.func @an_epsilon_that_underflows_keeps_f32
func.func @an_epsilon_that_underflows_keeps_f32(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %epsilon = mpc.constant dense<1.0e-8> : tensor<4x4xf32>
  // CHECK: mpc.add {{.*}}#mpc.precision<f32, [], "amp.constant", "the constant 1e-08 is below {{.*}}, f16's least normal">
  %y = mpc.add %x, %epsilon : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// Infinity is in every format.
// CHECK-LABEL: func.func @an_infinite_mask_is_meant
func.func @an_infinite_mask_is_meant(%a: tensor<4x4xf32>, %p: tensor<4x4xi1>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %mask = mpc.constant dense<0xFF800000> : tensor<4x4xf32>
  // CHECK: mpc.select {{.*}}#mpc.precision<f16, [], "amp.follow"
  %y = mpc.select %p, %x, %mask : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// autocast: the caller of a product receives f16. The signature of a model does
// not depend on the format that it is compiled for.
// CHECK-LABEL: func.func @what_is_returned_is_f32
func.func @what_is_returned_is_f32(%a: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  // CHECK: mpc.dot_general {{.*}}#mpc.precision<f32, [f16, f16], "amp.contraction", "tensor cores, accumulates in f32; the caller receives f32">
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %y = mpc.dot_general %a, %a contract [0] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  // CHECK: mpc.tanh {{.*}}#mpc.precision<f32, [], "amp.returned", "the caller receives f32">
  %z = mpc.tanh %y : tensor<4x4xf32>
  return %x, %z : tensor<4x4xf32>, tensor<4x4xf32>
}

// CHECK-LABEL: func.func @what_a_view_returns_is_f32
func.func @what_a_view_returns_is_f32(%a: tensor<4x4xf32>) -> tensor<16xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  // CHECK: mpc.tanh {{.*}}#mpc.precision<f32, [], "amp.returned"
  %y = mpc.tanh %x : tensor<4x4xf32>
  %v = mpc.reshape %y : tensor<4x4xf32> -> tensor<16xf32>
  return %v : tensor<16xf32>
}

// autocast: scatter_add promotes to the widest of its operands. It sums.
// CHECK-LABEL: func.func @scatter_add_is_f32
func.func @scatter_add_is_f32(%a: tensor<4x4xf32>, %i: tensor<4xi32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.scatter_add {{.*}}#mpc.precision<f32, [], "amp.keep32"
  %y = mpc.scatter_add %x, %i, %x : tensor<4x4xf32>, tensor<4xi32>, tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// autocast: sort and topk keep what arrives. They have two results, of which one
// is no float: nothing is decided, and both stay as they are computed.
// CHECK-LABEL: func.func @sort_and_top_k_stay_f32
func.func @sort_and_top_k_stay_f32(%a: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x2xf32>) {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  // CHECK: mpc.sort %{{[0-9]+}} dim 1 : tensor<4x4xf32>
  %y, %p = mpc.sort %x dim 1 : tensor<4x4xf32>
  // CHECK: mpc.top_k %{{[0-9]+}} k 2 : tensor<4x4xf32>
  %z, %i = mpc.top_k %x k 2 : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  %s = mpc.exp %z : tensor<4x2xf32>
  return %r, %s : tensor<4x4xf32>, tensor<4x2xf32>
}
