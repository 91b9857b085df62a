// RUN: mpc-opt %s -mpc-convert-format | FileCheck %s

// CHECK-LABEL: func.func @widens_resources
func.func @widens_resources() -> tensor<2xf32> {
  // CHECK: mpc.constant dense<[1.0{{.*}}, 2.0{{.*}}]> : tensor<2xf64>
  %0 = mpc.constant dense_resource<pair> : tensor<2xf32>
  return %0 : tensor<2xf32>
}

{-#
  dialect_resources: {
    builtin: { pair: "0x040000000000803F00000040" }
  }
#-}
