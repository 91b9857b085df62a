// RUN: mpc-opt %s -mpc-assign-precision -split-input-file -verify-diagnostics

func.func @keeps_in_no_known_format(%a: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{'mpc.exp' op expects 'mpc.keep' to be f32, tf32, bf16 or f16, but got "f9"}}
  %0 = mpc.exp %a {mpc.keep = "f9"} : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @keeps_in_no_format_at_all(%a: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{'mpc.exp' op expects 'mpc.keep' to be f32, tf32, bf16 or f16, but got 16 : i32}}
  %0 = mpc.exp %a {mpc.keep = 16 : i32} : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

// expected-error @below {{'func.func' op expects a body of one block, but got 2}}
func.func @refuses_control_flow(%x: tensor<4xf32>) -> tensor<4xf32> {
  llvm.br ^next
^next:
  return %x : tensor<4xf32>
}
