// RUN: mpc-opt %s -mpc-assign-precision -allow-unregistered-dialect | FileCheck %s

// CHECK-LABEL: func.func @an_op_of_another_dialect
func.func @an_op_of_another_dialect(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  // CHECK: arith.negf {{.*}}#mpc.precision<f32, [], "amp.unknown", "no policy knows this op">
  %y = arith.negf %x : tensor<4x4xf32>
  // It promotes as any f32 value does.
  // CHECK: mpc.add {{.*}}#mpc.precision<f32, [], "amp.promote"
  %z = mpc.add %x, %y : tensor<4x4xf32>
  %r = mpc.exp %z : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @an_op_of_no_dialect
func.func @an_op_of_no_dialect(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  // CHECK: "their.op"(%{{.*}}#mpc.precision<f32, [], "amp.unknown"
  %y = "their.op"(%x) : (tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}
