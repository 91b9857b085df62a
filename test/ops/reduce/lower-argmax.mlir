// RUN: mpc-opt %s -mpc-form-kernels=fusion=false -mpc-lower-kernels | FileCheck %s

// The combiner is commutative and associative: pairs may come in any order.
// CHECK-LABEL: @takes_nan_then_the_largest_then_the_first
func.func @takes_nan_then_the_largest_then_the_first(%x: tensor<4x5xf32>) -> tensor<4xi32> {
  // CHECK: iterator_types = ["parallel", "reduction"]
  // CHECK: ^bb0(%[[X:.*]]: f32, %[[I:.*]]: i32, %[[Y:.*]]: f32, %[[J:.*]]: i32):
  // CHECK-DAG: %[[LARGER:.*]] = arith.cmpf ogt, %[[X]], %[[Y]]
  // CHECK-DAG: %[[EQUAL:.*]] = arith.cmpf oeq, %[[X]], %[[Y]]
  // CHECK-DAG: %[[XNAN:.*]] = arith.cmpf une, %[[X]], %[[X]]
  // CHECK-DAG: %[[YNAN:.*]] = arith.cmpf une, %[[Y]], %[[Y]]
  // CHECK: %[[YNUMBER:.*]] = arith.xori %[[YNAN]]
  // CHECK-DAG: %[[NEWNAN:.*]] = arith.andi %[[XNAN]], %[[YNUMBER]]
  // CHECK-DAG: %[[NANS:.*]] = arith.andi %[[XNAN]], %[[YNAN]]
  // CHECK-DAG: %[[BETTER:.*]] = arith.ori %[[LARGER]], %[[NEWNAN]]
  // CHECK-DAG: %[[SAME:.*]] = arith.ori %[[EQUAL]], %[[NANS]]
  // CHECK-DAG: %[[FIRST:.*]] = arith.cmpi slt, %[[I]], %[[J]]
  // CHECK-DAG: %[[TIE:.*]] = arith.andi %[[SAME]], %[[FIRST]]
  // CHECK: %[[TAKES:.*]] = arith.ori %[[BETTER]], %[[TIE]]
  // CHECK-DAG: arith.select %[[TAKES]], %[[X]], %[[Y]]
  // CHECK-DAG: arith.select %[[TAKES]], %[[I]], %[[J]]
  %0 = mpc.reduce argmax, %x dims [1] : tensor<4x5xf32> -> tensor<4xi32>
  return %0 : tensor<4xi32>
}

// CHECK-LABEL: @compares_bytes_unsigned
func.func @compares_bytes_unsigned(%x: tensor<4xui8>) -> tensor<i32> {
  // CHECK: arith.cmpi ugt, %{{.*}} : i8
  // CHECK-NOT: arith.cmpf
  %0 = mpc.reduce argmax, %x dims [0] : tensor<4xui8> -> tensor<i32>
  return %0 : tensor<i32>
}
