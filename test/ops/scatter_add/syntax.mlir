// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @adds_rows_of_every_rank
func.func @adds_rows_of_every_rank(%a: tensor<10xf32>, %b: tensor<10x4xf16>, %c: tensor<10x4x3xi64>,
    %i: tensor<3xi32>, %j: tensor<3xi64>, %u: tensor<3xf32>, %v: tensor<3x4xf16>, %w: tensor<3x4x3xi64>) {
  // CHECK: mpc.scatter_add %{{.*}}, %{{.*}}, %{{.*}} : tensor<10xf32>, tensor<3xi32>, tensor<3xf32>
  %0 = mpc.scatter_add %a, %i, %u : tensor<10xf32>, tensor<3xi32>, tensor<3xf32>
  // CHECK: mpc.scatter_add %{{.*}}, %{{.*}}, %{{.*}} : tensor<10x4xf16>, tensor<3xi64>, tensor<3x4xf16>
  %1 = mpc.scatter_add %b, %j, %v : tensor<10x4xf16>, tensor<3xi64>, tensor<3x4xf16>
  // CHECK: mpc.scatter_add %{{.*}}, %{{.*}}, %{{.*}} : tensor<10x4x3xi64>, tensor<3xi32>, tensor<3x4x3xi64>
  %2 = mpc.scatter_add %c, %i, %w : tensor<10x4x3xi64>, tensor<3xi32>, tensor<3x4x3xi64>
  return
}

// CHECK-LABEL: @adds_nothing_and_to_nothing
func.func @adds_nothing_and_to_nothing(%a: tensor<0x4xf32>, %i: tensor<3xi32>, %u: tensor<3x4xf32>,
    %b: tensor<2x4xf32>, %j: tensor<0xi32>, %v: tensor<0x4xf32>) {
  // CHECK: mpc.scatter_add %{{.*}}, %{{.*}}, %{{.*}} : tensor<0x4xf32>, tensor<3xi32>, tensor<3x4xf32>
  %0 = mpc.scatter_add %a, %i, %u : tensor<0x4xf32>, tensor<3xi32>, tensor<3x4xf32>
  // CHECK: mpc.scatter_add %{{.*}}, %{{.*}}, %{{.*}} : tensor<2x4xf32>, tensor<0xi32>, tensor<0x4xf32>
  %1 = mpc.scatter_add %b, %j, %v : tensor<2x4xf32>, tensor<0xi32>, tensor<0x4xf32>
  return
}
