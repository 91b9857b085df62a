// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @takes_a_tensor_and_a_scalar
func.func @takes_a_tensor_and_a_scalar(%g: tensor<784x256xf32>, %f: tensor<f32>) -> tensor<i1> {
  // CHECK: %[[BAD:.*]] = mpc.has_nonfinite %{{.*}}, %{{.*}} : tensor<784x256xf32>, tensor<f32>
  %0 = mpc.has_nonfinite %g, %f : tensor<784x256xf32>, tensor<f32>
  // CHECK: return %[[BAD]] : tensor<i1>
  return %0 : tensor<i1>
}

// CHECK-LABEL: @takes_scalars_no_elements_and_16_bits
func.func @takes_scalars_no_elements_and_16_bits(%a: tensor<f32>, %b: tensor<0x3xf32>,
    %c: tensor<4xf16>, %f: tensor<f16>) {
  // CHECK: mpc.has_nonfinite %{{.*}}, %{{.*}} : tensor<f32>, tensor<f32>
  %0 = mpc.has_nonfinite %a, %a : tensor<f32>, tensor<f32>
  // CHECK: mpc.has_nonfinite %{{.*}}, %{{.*}} : tensor<0x3xf32>, tensor<f32>
  %1 = mpc.has_nonfinite %b, %a : tensor<0x3xf32>, tensor<f32>
  // CHECK: mpc.has_nonfinite %{{.*}}, %{{.*}} : tensor<4xf16>, tensor<f16>
  %2 = mpc.has_nonfinite %c, %f : tensor<4xf16>, tensor<f16>
  return
}
