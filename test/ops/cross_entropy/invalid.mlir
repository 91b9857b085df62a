// RUN: mpc-opt %s -split-input-file -verify-diagnostics

// expected-note @+1 {{logits is input "x", declared here}}
func.func @c1_logits_have_classes(%x: tensor<f32> {mpc.input = "x"}, %y: tensor<i32>) {
  // expected-error @+1 {{'mpc.cross_entropy' op expects logits to have a dimension of classes, but got tensor<f32>}}
  %0 = mpc.cross_entropy %x, %y : (tensor<f32>, tensor<i32>) -> tensor<f32>
  return
}

// -----

func.func @c1_one_label_per_row(%x: tensor<64x10xf32>,
    // expected-note @+1 {{labels is input "y", declared here}}
    %y: tensor<32xi32> {mpc.input = "y"}) {
  // expected-error @+1 {{'mpc.cross_entropy' op expects labels to have the shape of logits without its last dimension, but got tensor<32xi32> and tensor<64x10xf32>}}
  %0 = mpc.cross_entropy %x, %y : (tensor<64x10xf32>, tensor<32xi32>) -> tensor<64xf32>
  return
}

// -----

func.func @c1_one_probability_per_logit(%x: tensor<64x10xf32>, %y: tensor<64xf32>) {
  // expected-error @+1 {{'mpc.cross_entropy' op expects labels to have the shape of logits, but got tensor<64xf32> and tensor<64x10xf32>}}
  %0 = mpc.cross_entropy %x, %y : (tensor<64x10xf32>, tensor<64xf32>) -> tensor<64xf32>
  return
}

// -----

func.func @c3_smoothing_is_a_share(%x: tensor<64x10xf32>, %y: tensor<64xi32>) {
  // expected-error @+1 {{'mpc.cross_entropy' op expects smoothing to be in [0, 1], but got 1.0000001}}
  %0 = mpc.cross_entropy %x, %y smoothing 1.0000001 : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<64xf32>
  return
}

// -----

func.func @c3_smoothing_is_a_number(%x: tensor<64x10xf32>, %y: tensor<64xi32>) {
  // expected-error @+1 {{'mpc.cross_entropy' op expects smoothing to be in [0, 1], but got NaN}}
  %0 = mpc.cross_entropy %x, %y smoothing 0x7FF8000000000000 : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<64xf32>
  return
}

// -----

func.func @result_has_a_value_per_row(%x: tensor<64x10xf32>, %y: tensor<64xi32>) {
  // expected-error @+1 {{'mpc.cross_entropy' op expects result to be tensor<64xf32>, but got tensor<f32>}}
  %0 = mpc.cross_entropy %x, %y : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<f32>
  return
}

// -----

func.func @c2_probabilities_have_the_elements_of_logits(%x: tensor<64x10xf32>, %y: tensor<64x10xf16>) {
  // expected-error @+1 {{'mpc.cross_entropy' op expects logits and labels to agree in element type, but got f32 and f16}}
  %0 = mpc.cross_entropy %x, %y : (tensor<64x10xf32>, tensor<64x10xf16>) -> tensor<64xf32>
  return
}

// -----

func.func @c2_labels_are_no_predicates(%x: tensor<64x10xf32>, %y: tensor<64xi1>) {
  // expected-error @+1 {{operand #1 must be statically shaped tensor of ui8, i32, i64, f16, bf16, f32 or f64, but got 'tensor<64xi1>'}}
  %0 = mpc.cross_entropy %x, %y : (tensor<64x10xf32>, tensor<64xi1>) -> tensor<64xf32>
  return
}

// -----

func.func @c4_probabilities_are_not_ignored(%x: tensor<64x10xf32>) {
  // expected-error @+1 {{'mpc.cross_entropy' op expects labels of integers where one is ignored, but got f32}}
  %0 = mpc.cross_entropy %x, %x ignore 1 : (tensor<64x10xf32>, tensor<64x10xf32>) -> tensor<64xf32>
  return
}

// -----

func.func @c4_ignored_labels_exist(%x: tensor<64x10xf32>, %y: tensor<64xui8>) {
  // expected-error @+1 {{'mpc.cross_entropy' op expects ignore to be a value of ui8, but got -100}}
  %0 = mpc.cross_entropy %x, %y ignore -100 : (tensor<64x10xf32>, tensor<64xui8>) -> tensor<64xf32>
  return
}
