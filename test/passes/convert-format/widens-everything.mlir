// RUN: mpc-opt %s -mpc-convert-format | FileCheck %s

// CHECK-NOT: f32
// CHECK-LABEL: func.func @widens
// CHECK-SAME: (%{{.*}}: tensor<2xf64> {mpc.init = #mpc.init<uniform(0.0{{.*}}, 1.0{{.*}})>, mpc.param = "w"}, %[[K:.*]]: tensor<2xi32>
// CHECK-SAME: -> tensor<2xf64>
func.func @widens(
    %w: tensor<2xf32> {mpc.param = "w", mpc.init = #mpc.init<uniform(0.0, 1.0)>},
    %k: tensor<2xi32> {mpc.input = "k"}) -> tensor<2xf32> {
  // f32's 0.1, not f64's.
  // CHECK: mpc.constant dense<[0.1000000014{{.*}}, 2.5{{.*}}]> : tensor<2xf64>
  %list = mpc.constant dense<[0.1, 2.5]> : tensor<2xf32>
  // CHECK: mpc.constant dense<5.0{{.*}}> : tensor<2xf64>
  %splat = mpc.constant dense<5.0> : tensor<2xf32>
  // CHECK: mpc.constant dense<[7, 8]> : tensor<2xi32>
  %ints = mpc.constant dense<[7, 8]> : tensor<2xi32>
  // CHECK: mpc.convert %[[K]] : tensor<2xi32> to tensor<2xf64>
  %converted = mpc.convert %k : tensor<2xi32> to tensor<2xf32>
  %0 = mpc.add %list, %splat : tensor<2xf32>
  %1 = mpc.mul %0, %converted : tensor<2xf32>
  %2 = mpc.add %1, %w : tensor<2xf32>
  return %2 : tensor<2xf32>
}
