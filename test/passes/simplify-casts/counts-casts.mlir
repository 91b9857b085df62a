// RUN: mpc-opt %s -mpc-insert-casts -mpc-simplify-casts=casts=fused | FileCheck %s --check-prefixes=FUSED
// RUN: mpc-opt %s -mpc-insert-casts -mpc-simplify-casts=casts=strict | FileCheck %s --check-prefixes=STRICT

#low = #mpc.precision<f16, [], "rule", "reason">
#product = #mpc.precision<f16, [f16, f16], "rule", "reason">

// Inserted: one for %a, a pair each for %x and %y. The pair of %x goes, since
// its one reader is in its kernel.
// FUSED: func.func @counts{{.*}} {mpc.casts_inserted = 5 : i64, mpc.casts_left = 3 : i64}
// STRICT: func.func @counts{{.*}} {mpc.casts_inserted = 5 : i64, mpc.casts_left = 5 : i64}
func.func @counts(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %x = mpc.dot_general %a, %a contract [1] x [0] {mpc.precision = #product} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %y = mpc.tanh %x {mpc.precision = #low} : tensor<4x4xf32>
  %z = mpc.reduce sum, %y dims [1] : tensor<4x4xf32> -> tensor<4xf32>
  return %z : tensor<4xf32>
}
