// RUN: mpc-opt %s -mpc-expand-math | FileCheck %s

// CHECK-LABEL: func @expands_scalars
// CHECK-SAME: (%[[X:.*]]: f32)
// CHECK-DAG: %[[ONE:.*]] = arith.constant 1.0{{.*}} : f32
// CHECK-DAG: %[[ROOT:.*]] = math.sqrt %[[X]] : f32
// CHECK: %[[Y:.*]] = arith.divf %[[ONE]], %[[ROOT]] : f32
// CHECK: return %[[Y]]
func.func @expands_scalars(%x: f32) -> f32 {
  %y = math.rsqrt %x : f32
  return %y : f32
}

// CHECK-LABEL: func @expands_vectors
// CHECK-DAG: arith.constant dense<1.0{{.*}}> : vector<8xf32>
// CHECK: arith.divf %{{.*}}, %{{.*}} : vector<8xf32>
func.func @expands_vectors(%x: vector<8xf32>) -> vector<8xf32> {
  %y = math.rsqrt %x : vector<8xf32>
  return %y : vector<8xf32>
}

// CHECK-LABEL: func @expands_inside_linalg
// CHECK: linalg.generic
// CHECK-NOT: math.exp
// CHECK: linalg.yield
func.func @expands_inside_linalg(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      outs(%x : tensor<4xf32>) {
  ^bb0(%e: f32):
    %r = math.exp %e : f32
    linalg.yield %r : f32
  } -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func @leaves_other_types
// CHECK: math.exp %{{.*}} : f64
// CHECK: math.powf %{{.*}} : f16
// CHECK: math.tanh %{{.*}} : tensor<2xf32>
func.func @leaves_other_types(%x: f64, %y: f16, %z: tensor<2xf32>) -> (f64, f16, tensor<2xf32>) {
  %a = math.exp %x : f64
  %b = math.powf %y, %y : f16
  %c = math.tanh %z : tensor<2xf32>
  return %a, %b, %c : f64, f16, tensor<2xf32>
}
