//===- Regularization.td - against overfitting ----------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_REGULARIZATION_TD
#define MPC_IR_OPS_REGULARIZATION_TD

include "mpc/IR/Ops/OpBase.td"

def RegularizationDoc : OpDocGroup {
  let summary = "Regularization";
  let description = "Ops that training wants and evaluation leaves out.";
}

def Mpc_DropoutOp : Mpc_ModelOp<"dropout", "Follow", "Elementwise",
    [Differentiable, Composite, AllTypesMatch<["operand", "result"]>,
     DeclareOpInterfaceMethods<KeyedOpInterface>]> {
  let cheap = 0;
  let opDocGroup = RegularizationDoc;
  let summary = "zero with probability rate, else x / (1 - rate)";
  let description = [{
    Srivastava et al. 2014. Element i is 0 where element i of
    `mpc.random uniform` with this key and stream is below the rate (rounded up
    to a multiple of 2^-24), whatever x is. The mask is never stored: the adjoint
    is the same op, with the same key and stream, on the adjoint of the result.

    A model names no key: compilation binds it to seed, iteration and micro-batch
    of the step, and gives each op of a function that names no stream one of its
    own, from 2^30 on. Evaluation leaves the op out.

    Constraints:
    * C1: 0 <= rate <= 1.
    * C2: the key has no element or three: seed, iteration and micro-batch.
    * C3: stream >= 0.

    ```mlir
    %y = mpc.dropout %x rate 0.5 : tensor<64x256xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand, Variadic<Mpc_I64Scalar>:$key,
                       F64Attr:$rate, OptionalAttr<I64Attr>:$stream);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = [{
    $operand (`key` $key^)? `rate` $rate (`stream` $stream^)? attr-dict
    `:` type($result)
  }];
  let hasVerifier = 1;
}

#endif // MPC_IR_OPS_REGULARIZATION_TD
