//===- Loss.td - how far predictions are from targets ---------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_LOSS_TD
#define MPC_IR_OPS_LOSS_TD

include "mpc/IR/Ops/OpBase.td"

def LossDoc : OpDocGroup {
  let summary = "Losses";
  let description = [{
    Losses of single elements, in f32 whatever is read; `mpc.reduce mean` makes
    one number of them. Cross-entropy over classes is `mpc.cross_entropy`.
  }];
}

/// `first` names the operand that the target is compared with.
class Mpc_LossOp<string mnemonic, string formula, string first>
    : Mpc_ModelOp<mnemonic, "Keep32", "Elementwise",
        [Differentiable, Composite, AllTypesMatch<[first, "target", "result"]>]> {
  let opDocGroup = LossDoc;
  let summary = formula;
  let arguments = (ins Mpc_FloatTensor:$prediction, Mpc_FloatTensor:$target);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat =
      "$prediction `,` $target attr-dict `:` type($result)";
}

def Mpc_SquaredErrorOp
    : Mpc_LossOp<"squared_error", "(x - t)^2", "prediction"> {
  let description = [{
    Its mean is the mean squared error.

    ```mlir
    %l = mpc.squared_error %x, %t : tensor<64x3xf32>
    ```
  }];
}

def Mpc_HuberOp
    : Mpc_LossOp<"huber", "squared near the target, absolute beyond delta",
                 "prediction"> {
  let description = [{
    With e = x - t: e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2)
    (Huber 1964).

    Constraints:
    * C1: delta > 0.

    ```mlir
    %l = mpc.huber %x, %t : tensor<64x3xf32>
    %m = mpc.huber %x, %t delta 0.5 : tensor<64x3xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$prediction, Mpc_FloatTensor:$target,
                       DefaultValuedAttr<F64Attr, "1.0">:$delta);
  let assemblyFormat = [{
    $prediction `,` $target (`delta` $delta^)? attr-dict `:` type($result)
  }];
  let hasVerifier = 1;
}

def Mpc_BinaryCrossEntropyOp
    : Mpc_LossOp<"binary_cross_entropy",
                 "-t ln p - (1 - t) ln(1 - p) of the logit x", "logits"> {
  let description = [{
    p is the logistic function of x. Computed as
    max(x, 0) - x t + log1p(exp(-|x|)), which overflows nowhere.

    ```mlir
    %l = mpc.binary_cross_entropy %x, %t : tensor<64xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$logits, Mpc_FloatTensor:$target);
  let assemblyFormat = "$logits `,` $target attr-dict `:` type($result)";
  let cheap = 0;
}

#endif // MPC_IR_OPS_LOSS_TD
