//===- Activation.td - nonlinearities of networks -------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_ACTIVATION_TD
#define MPC_IR_OPS_ACTIVATION_TD

include "mpc/IR/Ops/OpBase.td"

def ActivationDoc : OpDocGroup {
  let summary = "Activations";
  let description = [{
    Functions of single elements between the layers of networks, as PyTorch
    defines them. Their decomposition is their meaning; nan stays nan.
  }];
}

class Mpc_ActivationOp<string mnemonic, string formula,
                       string precision = "Follow", list<Trait> traits = []>
    : Mpc_ModelOp<mnemonic, precision, "Elementwise",
                  !listconcat([Differentiable, Composite,
                               AllTypesMatch<["operand", "result"]>],
                              traits)> {
  let opDocGroup = ActivationDoc;
  let summary = formula;
  let arguments = (ins Mpc_FloatTensor:$operand);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($result)";
}

def Mpc_SiluOp : Mpc_ActivationOp<"silu", "x / (1 + exp(-x))"> {
  let cheap = 0;
  let description = [{
    x times its logistic function, also called swish (Elfwing et al. 2017).

    ```mlir
    %y = mpc.silu %x : tensor<4xf32>
    ```
  }];
}

def Mpc_SoftplusOp : Mpc_ActivationOp<"softplus", "ln(1 + exp(x))", "Keep32"> {
  let cheap = 0;
  let description = [{
    Computed as max(x, 0) + log1p(exp(-|x|)), which overflows nowhere.

    ```mlir
    %y = mpc.softplus %x : tensor<4xf32>
    ```
  }];
}

def Mpc_EluOp
    : Mpc_ActivationOp<"elu", "x if x > 0, else alpha (exp(x) - 1)"> {
  let cheap = 0;
  let description = [{
    Clevert et al. 2015. The derivative at 0 is alpha.

    ```mlir
    %y = mpc.elu %x : tensor<4xf32>
    %z = mpc.elu %x alpha 0.5 : tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand,
                       DefaultValuedAttr<F64Attr, "1.0">:$alpha);
  let assemblyFormat =
      "$operand (`alpha` $alpha^)? attr-dict `:` type($result)";
}

def Mpc_LeakyReluOp
    : Mpc_ActivationOp<"leaky_relu", "x if x > 0, else slope x"> {
  let description = [{
    The derivative at 0 is the slope.

    ```mlir
    %y = mpc.leaky_relu %x : tensor<4xf32>
    %z = mpc.leaky_relu %x slope 0.2 : tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand,
                       DefaultValuedAttr<F64Attr, "0.01">:$slope);
  let assemblyFormat =
      "$operand (`slope` $slope^)? attr-dict `:` type($result)";
}

def Mpc_Relu6Op : Mpc_ActivationOp<"relu6", "min(max(x, 0), 6)", "Follow",
    [CommutesWithMax]> {
  let description = [{
    The derivative at 0 and at 6 is 0.

    ```mlir
    %y = mpc.relu6 %x : tensor<4xf32>
    ```
  }];
}

def Mpc_HardSwishOp
    : Mpc_ActivationOp<"hard_swish", "x min(max(x + 3, 0), 6) / 6"> {
  let description = [{
    Howard et al. 2019. The derivative at -3 is -1/2, at 3 it is 3/2.

    ```mlir
    %y = mpc.hard_swish %x : tensor<4xf32>
    ```
  }];
}

#endif // MPC_IR_OPS_ACTIVATION_TD
