// RUN: mpc-opt %s -mpc-assign-precision | FileCheck %s

// Of two operands the wider one decides, as in PyTorch's type promotion.

// CHECK-LABEL: func.func @add_promotes
func.func @add_promotes(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %wide = mpc.exp %x : tensor<4x4xf32> loc("wide")
  // CHECK: mpc.add {{.*}}#mpc.precision<f32, [], "amp.promote", "\22wide\22 is f32">
  %y = mpc.add %x, %wide : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @sub_promotes
func.func @sub_promotes(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %wide = mpc.exp %x : tensor<4x4xf32> loc("wide")
  // CHECK: mpc.sub {{.*}}#mpc.precision<f32, [], "amp.promote", "\22wide\22 is f32">
  %y = mpc.sub %x, %wide : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @mul_promotes
func.func @mul_promotes(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %wide = mpc.exp %x : tensor<4x4xf32> loc("wide")
  // CHECK: mpc.mul {{.*}}#mpc.precision<f32, [], "amp.promote", "\22wide\22 is f32">
  %y = mpc.mul %x, %wide : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @div_promotes
func.func @div_promotes(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %wide = mpc.exp %x : tensor<4x4xf32> loc("wide")
  // CHECK: mpc.div {{.*}}#mpc.precision<f32, [], "amp.promote", "\22wide\22 is f32">
  %y = mpc.div %x, %wide : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @max_promotes
func.func @max_promotes(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %wide = mpc.exp %x : tensor<4x4xf32> loc("wide")
  // CHECK: mpc.max {{.*}}#mpc.precision<f32, [], "amp.promote", "\22wide\22 is f32">
  %y = mpc.max %x, %wide : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @min_promotes
func.func @min_promotes(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("product")
  %wide = mpc.exp %x : tensor<4x4xf32> loc("wide")
  // CHECK: mpc.min {{.*}}#mpc.precision<f32, [], "amp.promote", "\22wide\22 is f32">
  %y = mpc.min %x, %wide : tensor<4x4xf32>
  %r = mpc.exp %y : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}
