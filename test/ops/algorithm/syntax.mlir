// RUN: mpc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: @is_what_a_kernel_consists_of
func.func @is_what_a_kernel_consists_of(%x: tensor<5xui8>) -> (tensor<5xui8>, tensor<5xi32>) {
  %v, %p = mpc.kernel algorithm "sort" domain [5] reduced [] (%a : tensor<5xi8> = %x : tensor<5xui8>)
      -> (tensor<5xui8>, tensor<5xi32>) {
    // CHECK: %{{.*}}:2 = mpc.algorithm sort(%{{.*}}) parameters [1, 5, 1, 5, 0] : (tensor<5xi8>) -> (tensor<5xi8>, tensor<5xi32>)
    %0:2 = mpc.algorithm sort(%a) parameters [1, 5, 1, 5, 0] : (tensor<5xi8>) -> (tensor<5xi8>, tensor<5xi32>)
    mpc.yield %0#0, %0#1 : tensor<5xi8>, tensor<5xi32>
  }
  return %v, %p : tensor<5xui8>, tensor<5xi32>
}
