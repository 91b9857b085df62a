// RUN: mpc-opt %s -split-input-file -verify-diagnostics

// What holds for tensors of every op, said once.

func.func @shapes_are_static(%x: tensor<?xf32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of ui8, i32, i64, f16, bf16, f32 or f64, but got 'tensor<?xf32>'}}
  %0 = mpc.neg %x : tensor<?xf32>
  return
}

// -----

func.func @values_are_tensors(%x: f32) {
  // expected-error @+1 {{invalid kind of type specified: expected builtin.tensor, but found 'f32'}}
  %0 = mpc.neg %x : f32
  return
}

// -----

func.func @bytes_are_unsigned(%x: tensor<4xi8>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of ui8, i32, i64, f16, bf16, f32 or f64, but got 'tensor<4xi8>'}}
  %0 = mpc.neg %x : tensor<4xi8>
  return
}

// -----

func.func @operands_have_at_most_2_to_the_40_bytes(%x: tensor<274877906945xf32>) {
  // expected-error @+1 {{'mpc.reduce' op expects tensors of at most 2^40 bytes, but got 'tensor<274877906945xf32>'}}
  %0 = mpc.reduce sum, %x dims [0] : tensor<274877906945xf32> -> tensor<f32>
  return
}

// -----

func.func @results_have_at_most_2_to_the_40_bytes(%x: tensor<f32>) {
  // expected-error @+1 {{'mpc.broadcast' op expects tensors of at most 2^40 bytes, but got 'tensor<4294967296x4294967296x4294967296xf32>'}}
  %0 = mpc.broadcast %x dims [] : tensor<f32> -> tensor<4294967296x4294967296x4294967296xf32>
  return
}

// -----

// No error: they are empty.
func.func @no_elements_take_no_bytes(%x: tensor<4294967296x4294967296x0xf32>) {
  %0 = mpc.neg %x : tensor<4294967296x4294967296x0xf32>
  return
}
