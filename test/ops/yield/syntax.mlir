// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @gives_any_number_of_values
func.func @gives_any_number_of_values(%x: tensor<bf16>, %y: tensor<0x3xi64>) {
  %0:2 = mpc.kernel pointwise "copy" domain [] reduced [] (%a = %x : tensor<bf16>, %b = %y : tensor<0x3xi64>)
      -> (tensor<bf16>, tensor<0x3xi64>) {
    // CHECK: mpc.yield %{{.*}}, %{{.*}} : tensor<bf16>, tensor<0x3xi64>
    mpc.yield %a, %b : tensor<bf16>, tensor<0x3xi64>
  }
  // CHECK: mpc.kernel
  mpc.kernel pointwise "nothing" domain [] reduced [] () -> () {
    // CHECK-NEXT: mpc.yield{{$}}
    mpc.yield
  }
  return
}
