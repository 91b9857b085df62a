//===- Composite.td - ops with a decomposition ----------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_COMPOSITE_TD
#define MPC_IR_OPS_COMPOSITE_TD

include "mpc/IR/Ops/OpBase.td"

def CompositeDoc : OpDocGroup {
  let summary = "Composites";
  let description = [{
    Ops that could be written with others. They are ops because precision and
    fusion attach to their meaning; their decomposition is that meaning.
  }];
}

class Mpc_CompositeOp<string mnemonic, string precision, string fusion,
                      list<Trait> traits = []>
    : Mpc_ModelOp<mnemonic, precision, fusion,
                  !listconcat([Differentiable, Composite], traits)> {
  let opDocGroup = CompositeDoc;
}

def Mpc_ReluOp : Mpc_CompositeOp<"relu", "Follow", "Elementwise",
    [SameOperandsAndResultType, CommutesWithMax]> {
  let summary = "max(x, 0)";
  let description = [{
    nan stays nan. The derivative at 0 is 0.

    ```mlir
    %y = mpc.relu %x : tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($result)";
}

def Mpc_GeluOp : Mpc_CompositeOp<"gelu", "Follow", "Elementwise",
    [AllTypesMatch<["operand", "result"]>]> {
  let cheap = 0;
  let summary = "x times the normal distribution function of x";
  let description = [{
    `erf`: x (1 + erf(x / sqrt(2))) / 2. `tanh`: the approximation
    x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2 (Hendrycks & Gimpel 2016).

    ```mlir
    %y = mpc.gelu erf, %x : tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_GeluFormAttr:$form, Mpc_FloatTensor:$operand);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = "`` $form `,` $operand attr-dict `:` type($result)";
}

class Mpc_SoftmaxLikeOp<string mnemonic>
    : Mpc_CompositeOp<mnemonic, "Keep32", "Reduction",
        [ReducesDims, SameOperandsAndResultType]> {
  let arguments = (ins Mpc_FloatTensor:$operand, I64Attr:$dim);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = "$operand `dim` $dim attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Mpc_SoftmaxOp : Mpc_SoftmaxLikeOp<"softmax"> {
  let summary = "exp(x) over its sum along one dimension";
  let description = [{
    The row's maximum is subtracted first.

    Constraints:
    * C1: 0 <= dim < rank(operand).

    ```mlir
    %y = mpc.softmax %x dim 1 : tensor<64x10xf32>
    ```
  }];
}

def Mpc_LogSoftmaxOp : Mpc_SoftmaxLikeOp<"log_softmax"> {
  let summary = "logarithm of softmax";
  let description = [{
    x - max - ln(sum(exp(x - max))) along one dimension.

    Constraints:
    * C1: 0 <= dim < rank(operand).

    ```mlir
    %y = mpc.log_softmax %x dim 1 : tensor<64x10xf32>
    ```
  }];
}

def Mpc_CrossEntropyOp : Mpc_CompositeOp<"cross_entropy", "Keep32",
    "Reduction", [ReducesDims, InferTypeOpAdaptor]> {
  let summary = "cross-entropy of each row of logits against its label";
  let description = [{
    result[...] = -sum over c of t[c] ln softmax(logits)[..., c], over the last
    dimension of C classes, where the target t is 1 - s + s / C for the label
    and s / C elsewhere, with s = label_smoothing (Szegedy et al. 2016; as
    PyTorch). A label outside 0 .. C - 1 is nobody's class: only the smoothing
    part of its target remains. Rows whose label is `ignore` have loss 0 and
    adjoint 0, whatever their logits are.

    Labels that are floats are the probabilities p of all classes, and t is
    (1 - s) p + s / C. They need not sum to 1. A class of target 0 adds 0, also
    where its logit is -inf.

    Constraints:
    * C1: rank(logits) >= 1 and shape(labels) = shape(logits), for integers
      without its last dimension.
    * C2: labels are ui8, i32 or i64, or have the elements of logits.
    * C3: 0 <= label_smoothing <= 1.
    * C4: ignore is a value of the labels, which are integers.

    ```mlir
    %l = mpc.cross_entropy %logits, %labels
        : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<64xf32>
    %m = mpc.cross_entropy %logits, %labels smoothing 0.1 ignore -100
        : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<64xf32>
    %s = mpc.cross_entropy %logits, %probabilities
        : (tensor<64x10xf32>, tensor<64x10xf32>) -> tensor<64xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$logits, Mpc_NumberTensor:$labels,
                       DefaultValuedAttr<F64Attr, "0.0">:$label_smoothing,
                       OptionalAttr<I64Attr>:$ignore);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = [{
    $logits `,` $labels (`smoothing` $label_smoothing^)? (`ignore` $ignore^)?
    attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

#endif // MPC_IR_OPS_COMPOSITE_TD
