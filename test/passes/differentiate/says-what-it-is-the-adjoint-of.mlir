// RUN: mpc-opt %s -mpc-differentiate -mlir-print-debuginfo | FileCheck %s

// CHECK-LABEL: func.func @train
func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
  %y = mpc.exp %w : tensor<f32> loc("y")
  // CHECK: mpc.mul {{.*}} {mpc.adjoint, mpc.class = "keep32"} : tensor<f32> loc([[LOC:#.*]])
  return %y : tensor<f32>
}
// CHECK: [[Y:#.*]] = loc("y")
// CHECK: [[LOC]] = loc(fused<"adjoint">[[[Y]]])
