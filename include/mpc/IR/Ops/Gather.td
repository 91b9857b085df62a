//===- Gather.td - elements read where other elements say -----*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_GATHER_TD
#define MPC_IR_OPS_GATHER_TD

include "mpc/IR/Ops/OpBase.td"

def GatherDoc : OpDocGroup {
  let summary = "Gather";
  let description = [{
    Ops whose indices are data. Indices outside are clamped to the nearest that
    is inside, as StableHLO says.
  }];
}

def Mpc_ElementOp : Op<Mpc_Dialect, "element", [Pure, MadeByPasses,
    TypesMatchWith<"the result is an element of the tensor", "tensor", "result",
                   "::mlir::getElementTypeOrSelf($_self)">,
    TypesMatchWith<"otherwise is an element of the tensor", "tensor",
                   "otherwise", "::mlir::getElementTypeOrSelf($_self)">]> {
  let opDocGroup = GatherDoc;
  let summary = "one element of a tensor, in the body of a lowered loop";
  let description = [{
    The element at `indices`, or `otherwise` if one of the indices of the
    dimensions `checked` is outside. Indices of other dimensions never are. The
    only op of a scalar body that reads a tensor: emitters know from its indices
    which loads are vectors.

    Constraints:
    * C1: one index per dimension of the tensor.
    * C2: checked is strictly ascending and inside the rank.

    ```mlir
    %i = arith.constant 1 : index
    %zero = arith.constant 0.0 : f32
    %e = mpc.element %x[%i, %i] checked [0] otherwise %zero : tensor<4x10xf32>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$tensor, Variadic<Index>:$indices,
                       DenseI64ArrayAttr:$checked, AnyType:$otherwise);
  let results = (outs AnyType:$result);
  let assemblyFormat = [{
    $tensor `[` $indices `]` `checked` $checked `otherwise` $otherwise attr-dict
    `:` type($tensor)
  }];
  let hasVerifier = 1;
  let builders = [OpBuilder<(ins "::mlir::Value":$tensor,
      "::mlir::ValueRange":$indices, "::llvm::ArrayRef<int64_t>":$checked,
      "::mlir::Value":$otherwise), [{
    build($_builder, $_state, otherwise.getType(), tensor, indices, checked,
          otherwise);
  }]>];
}

def Mpc_GatherOp : Mpc_ModelOp<"gather", "Exact", "Movement",
    [Differentiable, Lowerable, MapsLoops, InferTypeOpAdaptor]> {
  let extraClassDefinition = interfaceDefs # LoopsOfOperand<[{
    auto type = ::llvm::cast<::mlir::ShapedType>(
        getOperation()->getOperand(operand).getType());
    if (operand == 0)
      return ::llvm::SmallVector<int64_t>(type.getRank(), -1);
    return ::llvm::to_vector(
        ::llvm::seq<int64_t>(getDim(), getDim() + type.getRank()));
  }]>.definition;
  let opDocGroup = GatherDoc;
  let summary = "slices of one dimension in the order of indices";
  let description = [{
    result[a..., i..., b...] = operand[a..., indices[i...], b...], where the index
    stands for dimension `dim` and is clamped to it. Rows of an embedding are
    gathered along dimension 0. The adjoint is `mpc.scatter_add` at the clamped
    indices: what was read several times gets the sum of the adjoints in the order
    of the indices, the same bits on every target.

    Constraints:
    * C1: 0 <= dim < rank(operand), and that dimension is not empty.
    * C2: indices are ui8, i32 or i64.

    ```mlir
    %y = mpc.gather %table, %ids dim 0
        : (tensor<1000x16xf32>, tensor<64xi32>) -> tensor<64x16xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand, Mpc_IntTensor:$indices,
                       I64Attr:$dim);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    $operand `,` $indices `dim` $dim attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

/// Scalar operands say where a slice starts.
class Mpc_DynamicOp<string mnemonic, code loops, list<Trait> traits = []>
    : Mpc_ModelOp<mnemonic, "Exact", "Movement",
                  !listconcat([Differentiable, Lowerable, MapsLoops], traits)> {
  let extraClassDefinition = interfaceDefs # LoopsOfOperand<loops>.definition;
  let opDocGroup = GatherDoc;
  let hasVerifier = 1;
}

def Mpc_DynamicSliceOp : Mpc_DynamicOp<"dynamic_slice", [{
    auto type = ::llvm::cast<::mlir::ShapedType>(
        getOperation()->getOperand(operand).getType());
    return ::llvm::SmallVector<int64_t>(type.getRank(), -1);
  }]> {
  let summary = "a slice that starts where scalars say";
  let description = [{
    result[i, ...] = operand[start + i, ...] in each dimension. Starts are clamped
    so that the slice lies inside.

    Constraints:
    * C1: one start per dimension, of one type: ui8, i32 or i64.
    * C2: operand and result have one rank and element type, and the result is
      not larger.

    ```mlir
    %y = mpc.dynamic_slice %x, %i, %j
        : (tensor<4x10xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand, Variadic<Mpc_IntTensor>:$starts);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    $operand (`,` $starts^)? attr-dict `:` functional-type(operands, results)
  }];
}

def Mpc_DynamicUpdateSliceOp : Mpc_DynamicOp<"dynamic_update_slice", [{
    auto type = ::llvm::cast<::mlir::ShapedType>(
        getOperation()->getOperand(operand).getType());
    if (operand == 0)
      return ::llvm::to_vector(::llvm::seq<int64_t>(0, type.getRank()));
    return ::llvm::SmallVector<int64_t>(type.getRank(), -1);
  }], [AllTypesMatch<["operand", "result"]>]> {
  let summary = "a tensor with a slice replaced where scalars say";
  let description = [{
    The operand's elements, but those of `update` from `starts` on. Starts are
    clamped so that the update lies inside.

    Constraints:
    * C1: one start per dimension, of one type: ui8, i32 or i64.
    * C2: operand and update have one rank and element type, and the update is
      not larger.

    ```mlir
    %y = mpc.dynamic_update_slice %x, %u, %i, %j : (tensor<4x10xf32>,
        tensor<2x3xf32>, tensor<i32>, tensor<i32>) -> tensor<4x10xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand, Mpc_Tensor:$update,
                       Variadic<Mpc_IntTensor>:$starts);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    $operand `,` $update (`,` $starts^)? attr-dict
    `:` functional-type(operands, results)
  }];
}

#endif // MPC_IR_OPS_GATHER_TD
