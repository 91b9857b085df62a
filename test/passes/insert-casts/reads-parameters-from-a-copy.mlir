// RUN: mpc-opt %s -mpc-insert-casts | FileCheck %s

#product = #mpc.precision<f32, [f16, f16], "rule", "reason">

// CHECK-LABEL: func.func @train
// CHECK-SAME: %[[X:[^:]*]]: tensor<8x4xf16>, %[[P:[^:]*]]: tensor<3x256xf32> {mpc.kind = "arena", mpc.state = "params"}, %[[H:[^:]*]]: tensor<3x256xf16> {mpc.kind = "copy", mpc.state = "params_f16"})
func.func @train(%x: tensor<8x4xf16>, %p: tensor<3x256xf32> {mpc.kind = "arena", mpc.state = "params"}) -> tensor<8x3xf32> {
  // The weight comes from the copy, transposed as it was.
  // CHECK-DAG: %[[W:.*]] = mpc.segment %[[H]][0] : tensor<3x256xf16> -> tensor<3x4xf16>
  // CHECK-DAG: %[[T:.*]] = mpc.transpose %[[W]] perm [1, 0] : tensor<3x4xf16> -> tensor<4x3xf16>
  // The bias is read as it is.
  // CHECK-DAG: %[[B:.*]] = mpc.segment %[[P]][1] : tensor<3x256xf32> -> tensor<3xf32>
  // CHECK-NOT: = mpc.cast %
  %w = mpc.segment %p[0] : tensor<3x256xf32> -> tensor<3x4xf32>
  %b = mpc.segment %p[1] : tensor<3x256xf32> -> tensor<3xf32>
  %t = mpc.transpose %w perm [1, 0] : tensor<3x4xf32> -> tensor<4x3xf32>
  // CHECK: mpc.convert %[[X]]
  %wide = mpc.convert %x : tensor<8x4xf16> to tensor<8x4xf32>
  // CHECK: mpc.dot_general %{{.*}}, %[[T]]
  %y = mpc.dot_general %wide, %t contract [1] x [0] {mpc.precision = #product} : (tensor<8x4xf32>, tensor<4x3xf32>) -> tensor<8x3xf32>
  // CHECK: mpc.broadcast %[[B]]
  %c = mpc.broadcast %b dims [1] : tensor<3xf32> -> tensor<8x3xf32>
  %z = mpc.add %y, %c : tensor<8x3xf32>
  return %z : tensor<8x3xf32>
}

// Views are looked through as well; a copy that is there already is not made twice.
// CHECK-LABEL: func.func @eval
// CHECK-SAME: %[[H:[^:]*]]: tensor<3x256xf16> {mpc.kind = "copy", mpc.state = "params_f16"})
func.func @eval(%p: tensor<3x256xf32> {mpc.kind = "arena", mpc.state = "params"}) -> tensor<4x4xf32> {
  // CHECK: mpc.segment %[[H]][0] : tensor<3x256xf16> -> tensor<12xf16>
  // CHECK-NEXT: %[[V:.*]] = mpc.reshape {{.*}} : tensor<12xf16> -> tensor<4x3xf16>
  // CHECK-NEXT: mpc.dot_general %[[V]], %[[V]]
  // CHECK-NOT: = mpc.cast %
  // CHECK: return
  %w = mpc.segment %p[0] : tensor<3x256xf32> -> tensor<12xf32>
  %v = mpc.reshape %w : tensor<12xf32> -> tensor<4x3xf32>
  %y = mpc.dot_general %v, %v contract [1] x [1] {mpc.precision = #product} : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// A function that no product reads 16 bits in gets no copy.
// CHECK-LABEL: func.func @predict
// CHECK-NOT: params_f16
func.func @predict(%p: tensor<3x256xf32> {mpc.kind = "arena", mpc.state = "params"}) -> tensor<3x256xf32> {
  %y = mpc.exp %p : tensor<3x256xf32>
  return %y : tensor<3x256xf32>
}

// The update writes the copies beside the masters, each rounded once.
// CHECK-LABEL: func.func @update
// CHECK-SAME: -> (tensor<3x256xf32> {mpc.updates = "params"}, tensor<3x256xf16> {mpc.updates = "params_f16"}, tensor<i64> {mpc.updates = "count"})
func.func @update(%p: tensor<3x256xf32> {mpc.kind = "arena", mpc.state = "params"},
                  %n: tensor<i64> {mpc.kind = "counter", mpc.state = "count"})
    -> (tensor<3x256xf32> {mpc.updates = "params"}, tensor<i64> {mpc.updates = "count"}) {
  // CHECK: %[[NEW:.*]] = mpc.neg
  // CHECK-NEXT: %[[LOW:.*]] = mpc.cast %[[NEW]] to f16 :
  // CHECK-NEXT: return %[[NEW]], %[[LOW]], %{{.*}} :
  %new = mpc.neg %p : tensor<3x256xf32>
  return %new, %n : tensor<3x256xf32>, tensor<i64>
}

// After a load the copy is made of what was loaded.
// CHECK-LABEL: func.func @refresh
// CHECK-SAME: %[[P:[^:]*]]: tensor<3x256xf32> {mpc.kind = "arena", mpc.state = "params"}) -> (tensor<3x256xf16> {mpc.updates = "params_f16"})
// CHECK-NEXT: %[[LOW:.*]] = mpc.cast %[[P]] to f16 :
// CHECK-NEXT: return %[[LOW]]
