// RUN: mpc-opt %s -split-input-file -verify-diagnostics

func.func @refuses_an_unknown_kind(%x: tensor<4xf32>) {
  // expected-error @+1 {{unknown kernel kind 'stencil'}}
  mpc.kernel stencil "k" domain [4] reduced [] () -> () {}
  return
}

// -----

func.func @c1_as_many_arguments_as_operands(%x: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.kernel' op expects as many operands inside as outside, but got 0 and 1}}
  "mpc.kernel"(%x) <{kind = #mpc<kernel_kind pointwise>, label = "k", domain = array<i64: 4>, reduced = array<i64>}> ({
    mpc.yield
  }) : (tensor<4xf32>) -> ()
  return
}

// -----

func.func @c1_operands_agree_in_shape(%x: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.kernel' op expects operand 0 to agree in shape and element width, but got tensor<4xf32> and tensor<5xf32>}}
  mpc.kernel pointwise "k" domain [4] reduced [] (%a : tensor<5xf32> = %x : tensor<4xf32>) -> () {}
  return
}

// -----

func.func @c1_as_many_values_as_results(%x: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.kernel' op expects as many results inside as outside, but got 0 and 1}}
  %0 = mpc.kernel pointwise "k" domain [4] reduced [] (%a = %x : tensor<4xf32>) -> (tensor<4xf32>) {}
  return
}

// -----

func.func @c1_results_agree_in_width(%x: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.kernel' op expects result 0 to agree in shape and element width, but got tensor<4xf16> and tensor<4xf32>}}
  %0 = mpc.kernel pointwise "k" domain [4] reduced [] (%a = %x : tensor<4xf32>) -> (tensor<4xf16>) {
    mpc.yield %a : tensor<4xf32>
  }
  return
}

// -----

func.func @c2_one_slot_per_operand(%x: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.kernel' op expects one slot per operand, but got 0 and 1}}
  mpc.kernel pointwise "k" domain [4] reduced [] (%a = %x : tensor<4xf32>) -> () slots [] -> [] {}
  return
}

// -----

func.func @c2_one_slot_per_result(%x: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.kernel' op expects one slot per result, but got 2 and 1}}
  %0 = mpc.kernel pointwise "k" domain [4] reduced [] (%a = %x : tensor<4xf32>) -> (tensor<4xf32>)
      slots [#mpc.slot<input, 0, 0>] -> [#mpc.slot<temp, 0, 0>, #mpc.slot<temp, 0, 64>] {
    mpc.yield %a : tensor<4xf32>
  }
  return
}

// -----

func.func @the_body_ends_in_yield() {
  // expected-error @+1 {{'mpc.kernel' op expects the body to end in mpc.yield}}
  "mpc.kernel"() <{kind = #mpc<kernel_kind pointwise>, label = "k", domain = array<i64>, reduced = array<i64>}> ({
    func.return
  }) : () -> ()
  return
}

// -----

func.func @values_come_in_as_operands(%x: tensor<4xf32>) {
  // expected-note @+1 {{required by region isolation constraints}}
  %0 = mpc.kernel pointwise "k" domain [4] reduced [] () -> (tensor<4xf32>) {
    // expected-error @+1 {{using value defined outside the region}}
    mpc.yield %x : tensor<4xf32>
  }
  return
}

// -----

func.func @c3_only_trailing_ops_read_trailing_ops(%x: tensor<4xf32>) {
  // expected-error @+1 {{'mpc.kernel' op expects only trailing ops to read what a trailing op computes, but mpc.neg reads mpc.reduce}}
  %0 = mpc.kernel pointwise "k" domain [4] reduced [] (%a = %x : tensor<4xf32>) -> (tensor<f32>) {
    %1 = mpc.reduce sum, %a dims [0] {mpc.role = "trailing"} : tensor<4xf32> -> tensor<f32>
    %2 = mpc.neg %1 {mpc.role = "stage"} : tensor<f32>
    mpc.yield %2 : tensor<f32>
  }
  return
}
