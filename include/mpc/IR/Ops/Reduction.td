//===- Reduction.td - many elements into one ------------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_REDUCTION_TD
#define MPC_IR_OPS_REDUCTION_TD

include "mpc/IR/Ops/OpBase.td"

def ReductionDoc : OpDocGroup {
  let summary = "Reduction";
  let description = "Ops that combine elements along dimensions.";
}

def Mpc_ReduceOp : Mpc_ModelOp<"reduce", "Keep32", "Reduction",
    [Differentiable, Lowerable, ReducesDims, MapsLoops, InferTypeOpAdaptor,
     DeclareOpInterfaceMethods<FusableOpInterface, ["combinesParts"]>]> {
  // The largest element is one of the operand's.
  let precisionClass = [{
    bool rounds = getReduction() == ::mpc::Reduction::sum ||
                  getReduction() == ::mpc::Reduction::mean ||
                  getReduction() == ::mpc::Reduction::prod;
    return rounds ? ::mpc::PrecisionClass::Keep32 : ::mpc::PrecisionClass::Exact;
  }];
  let extraClassDefinition = interfaceDefs # LoopsOfOperand<[{
    ::llvm::SmallVector<int64_t> loops;
    int64_t kept = 0, combined = getType().getRank();
    for (int64_t d = 0; d < getOperand().getType().getRank(); ++d)
      loops.push_back(::llvm::is_contained(getDims(), d) ? combined++ : kept++);
    return loops;
  }]>.definition;
  let opDocGroup = ReductionDoc;
  let summary = "sum, mean, prod, max, min, argmax, any or all along dimensions";
  let description = [{
    The result lacks the dimensions `dims`. Low-precision sums and products
    accumulate in f32. Of nothing, `sum` is 0, `prod` 1, `max` -inf (the least
    integer), `min` +inf (the greatest integer), `mean` nan, `any` false and
    `all` true. `max` and `min` propagate nan. `argmax` gives the least index of
    the largest element, or of the first nan, as i32; of several dimensions the
    row-major number.

    Tied maxima, or minima, share the adjoint equally. A factor's adjoint is the
    product of all others: one zero gets that of the non-zero elements, and of
    several zeros none gets anything. No element is divided by zero.

    Constraints:
    * C1: dims is strictly ascending and inside the operand's rank.
    * C2: argmax reduces a dimension, and 1 to 2^31 - 1 elements to one.
    * C3: any and all take i1, the others numbers; mean takes floats.

    ```mlir
    %s = mpc.reduce sum, %x dims [1] : tensor<64x10xf32> -> tensor<64xf32>
    %b = mpc.reduce any, %p dims [0, 1] : tensor<64x10xi1> -> tensor<i1>
    ```
  }];
  let arguments = (ins Mpc_ReductionAttr:$reduction, Mpc_Tensor:$operand,
                       DenseI64ArrayAttr:$dims);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    `` $reduction `,` $operand `dims` $dims attr-dict
    `:` type($operand) `->` type($result)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

#endif // MPC_IR_OPS_REDUCTION_TD
