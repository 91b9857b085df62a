//===- Contraction.td - products ------------------------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_CONTRACTION_TD
#define MPC_IR_OPS_CONTRACTION_TD

include "mpc/IR/Ops/OpBase.td"

def ContractionDoc : OpDocGroup {
  let summary = "Contraction";
  let description = "Sums of products: what tensor cores are for.";
}

def Mpc_DotGeneralOp : Mpc_ModelOp<"dot_general", "Contraction", "Contraction",
    [Differentiable, Lowerable, MapsLoops, InferTypeOpAdaptor]> {
  let extraClassDefinition = interfaceDefs # LoopsOfOperand<[{
    bool isLhs = operand == 0;
    auto batch = isLhs ? getLhsBatch() : getRhsBatch();
    auto contract = isLhs ? getLhsContract() : getRhsContract();
    auto free = isLhs ? getLhsFree() : getRhsFree();
    int64_t rank = getType().getRank();
    ::llvm::SmallVector<int64_t> loops(batch.size() + contract.size() +
                                       free.size());
    for (auto [loop, dim] : ::llvm::enumerate(batch))
      loops[dim] = loop;
    for (auto [loop, dim] : ::llvm::enumerate(contract))
      loops[dim] = rank + loop;
    int64_t firstFree = isLhs ? batch.size() : rank - free.size();
    for (auto [loop, dim] : ::llvm::enumerate(free))
      loops[dim] = firstFree + loop;
    return loops;
  }]>.definition;
  let opDocGroup = ContractionDoc;
  let summary = "batched product over any contracting dimensions";
  let description = [{
    result[batch, i, j] = sum over k of lhs[batch, i, k] * rhs[batch, j, k]. The
    result's dimensions are the batch dimensions, then the free dimensions of
    lhs, then those of rhs, each in the order of the operand. Products are
    accumulated in f32 (f64 for f64), in ascending order of k up to a fixed
    blocking. Without contracted elements the result is 0.

    Constraints:
    * C1: both lists of batch dimensions are equally long, and so are both of
      contracting dimensions.
    * C2: no dimension occurs twice in an operand's lists; all are inside its
      rank.
    * C3: batch and contracting dimensions agree in size, pair by pair.
    * C4: the operands' element types are equal; the result has the same, or f32
      for operands of 16 bits, which are widened exactly and never rounded again.

    ```mlir
    %y = mpc.dot_general %x, %w contract [1] x [0]
        : (tensor<64x784xf32>, tensor<784x256xf32>) -> tensor<64x256xf32>
    %z = mpc.dot_general %a, %b batch [0] x [0] contract [2] x [1]
        : (tensor<8x4x5xf32>, tensor<8x5x6xf32>) -> tensor<8x4x6xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$lhs, Mpc_FloatTensor:$rhs,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$lhs_batch,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$rhs_batch,
                       DenseI64ArrayAttr:$lhs_contract,
                       DenseI64ArrayAttr:$rhs_contract);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = [{
    $lhs `,` $rhs (`batch` $lhs_batch^ `x` $rhs_batch)?
    `contract` $lhs_contract `x` $rhs_contract attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// Products of 16-bit operands may come out as they are accumulated.
    static bool isCompatibleReturnTypes(::mlir::TypeRange inferred,
                                        ::mlir::TypeRange actual);
    /// Dimensions of an operand that are neither batch nor contracted.
    ::llvm::SmallVector<int64_t> getLhsFree();
    ::llvm::SmallVector<int64_t> getRhsFree();
  }];
}

#endif // MPC_IR_OPS_CONTRACTION_TD
