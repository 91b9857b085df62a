// RUN: mpc-opt %s -mpc-attach-optimizer -remarks-filter=mpc-attach-optimizer -o /dev/null 2>&1 | FileCheck %s

func.func @train(%w: tensor<300xf32> {mpc.param = "w"}) -> (tensor<f32>, tensor<300xf32> {mpc.gradient = "w"}) {
  %loss = mpc.constant dense<0.0> : tensor<f32>
  return %loss, %w : tensor<f32>, tensor<300xf32>
}

// CHECK-DAG: remark: [Analysis] segment | Category:mpc-attach-optimizer | decays=true, parameter=w, row=0
// CHECK-DAG: remark: [Passed] attach | Category:mpc-attach-optimizer | optimizer=adamw, padding=212, parameters=1, rows=2
