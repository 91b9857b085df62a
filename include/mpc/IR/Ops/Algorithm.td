//===- Algorithm.td - what is no loop over elements -----------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_ALGORITHM_TD
#define MPC_IR_OPS_ALGORITHM_TD

include "mpc/IR/Ops/OpBase.td"

def AlgorithmDoc : OpDocGroup {
  let summary = "Algorithm";
  let description = [{
    Ops that are no loop over elements that stand on their own. Each is lowered to
    `mpc.algorithm`, a kernel of its own, or made of such ops.
  }];
}

/// An op that is lowered to mpc.algorithm.
class Mpc_AlgorithmicOp<string mnemonic, string precision, list<Trait> traits>
    : Mpc_ModelOp<mnemonic, precision, "Opaque",
                  !listconcat([Lowerable], traits)> {
  let cheap = 0;
  let opDocGroup = AlgorithmDoc;
}

def Mpc_SortOp : Mpc_AlgorithmicOp<"sort", "Exact",
    [Differentiable, InferTypeOpAdaptor]> {
  let summary = "elements in order along one dimension";
  let description = [{
    values[.., j, ..] = operand[.., permutation[.., j, ..], ..] along `dim`, so
    that values ascend, or descend, with j. Equal elements keep their order, in
    both directions; -0 equals 0, and all nan are equal and greater than any
    number: last where values ascend, first where they descend. Nothing is
    computed: values have the bits of the operand's elements. The adjoint of the
    values goes back to where they came from.

    Constraints:
    * C1: 0 <= dim < rank(operand).
    * C2: dim(operand, dim) < 2^31, so that i32 counts its elements.

    ```mlir
    %values, %permutation = mpc.sort %x dim 1 descending : tensor<4x10xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand, I64Attr:$dim,
                       UnitAttr:$descending);
  let results = (outs Mpc_Tensor:$values, Mpc_PlaceTensor:$permutation);
  let assemblyFormat = [{
    $operand `dim` $dim (`descending` $descending^)? attr-dict
    `:` type($operand)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Mpc_TopKOp : Mpc_AlgorithmicOp<"top_k", "Exact",
    [Differentiable, InferTypeOpAdaptor]> {
  let summary = "the greatest elements of the last dimension";
  let description = [{
    The first k along the last dimension of what `mpc.sort` gives in descending
    order: of equal elements those with the least index come first, and nan is
    greater than any number. The adjoint of the values goes back to where they
    came from; all other elements have adjoint 0.

    Constraints:
    * C1: the operand has a last dimension, which has less than 2^31 elements.
    * C2: 0 <= k <= size of that dimension.

    ```mlir
    %values, %indices = mpc.top_k %x k 3 : tensor<4x10xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand, I64Attr:$k);
  let results = (outs Mpc_Tensor:$values, Mpc_PlaceTensor:$indices);
  let assemblyFormat = "$operand `k` $k attr-dict `:` type($operand)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Mpc_CumsumOp : Mpc_AlgorithmicOp<"cumsum", "Keep32",
    [Differentiable, SameOperandsAndResultType]> {
  let summary = "running sum along one dimension";
  let description = [{
    result[.., i, ..] = sum of operand[.., j, ..] over j <= i, or over j < i with
    `exclusive`; `reverse` runs from the end: j >= i, or j > i. 16-bit floats are
    summed in f32 and rounded once; integers wrap.

    The order of additions is part of the meaning, so that every target and
    thread count gives the same bits. In the order of the sum, 16 elements are a
    segment, 16 segments a group, 16 groups a tile. result = (T + (G + S)) + E,
    where E sums the elements of the segment up to here one by one, S the
    totals of the segments before it in its group, G the totals of the groups
    before that in its tile, T the totals of the tiles before that; each starts
    from 0. An element of n is thus the end of at most 48 + n / 4096 additions,
    and its error at most that many roundings of the sum of absolute values.

    Constraints:
    * C1: 0 <= dim < rank(operand).

    ```mlir
    %y = mpc.cumsum %x dim 1 exclusive reverse : tensor<4x10xf32>
    ```
  }];
  let arguments = (ins Mpc_NumberTensor:$operand, I64Attr:$dim,
                       UnitAttr:$exclusive, UnitAttr:$reverse);
  let results = (outs Mpc_NumberTensor:$result);
  let assemblyFormat = [{
    $operand `dim` $dim (`exclusive` $exclusive^)? (`reverse` $reverse^)?
    attr-dict `:` type($operand)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Mpc_ScatterAddOp : Mpc_ModelOp<"scatter_add", "Keep32", "Composite",
    [Differentiable, Composite, AllTypesMatch<["operand", "result"]>]> {
  let cheap = 0;
  let opDocGroup = AlgorithmDoc;
  let summary = "rows added to rows that indices name";
  let description = [{
    result[v, ..] = operand[v, ..] + sum of updates[n, ..] over all n with
    indices[n] = v. Updates whose index is below 0 or not below dim(operand, 0)
    are dropped. Updates of one row are added to the operand's element one by
    one in ascending n, 16-bit floats in f32 and rounded once at the end;
    integers wrap. Nothing is atomic: indices are sorted first, so that the
    same bits come out on every target. Time is that of a copy of the operand,
    and of the longest row of updates that one index names.

    Constraints:
    * C1: the operand has a first dimension, which counts its rows.
    * C2: updates have the operand's shape but for their first dimension, which
      is that of the indices.
    * C3: operand and updates have one element type.

    ```mlir
    %r = mpc.scatter_add %x, %i, %u
        : tensor<10x4xf32>, tensor<3xi32>, tensor<3x4xf32>
    ```
  }];
  let arguments = (ins Mpc_NumberTensor:$operand, Mpc_RowIndices:$indices,
                       Mpc_NumberTensor:$updates);
  let results = (outs Mpc_NumberTensor:$result);
  let assemblyFormat = [{
    $operand `,` $indices `,` $updates attr-dict
    `:` type($operand) `,` type($indices) `,` type($updates)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

//===----------------------------------------------------------------------===//
// What passes make of them
//===----------------------------------------------------------------------===//

def Mpc_AddSortedRowsOp : Mpc_AlgorithmicOp<"add_sorted_rows", "Keep32",
    [MadeByPasses, NotDifferentiable]> {
  let summary = "rows added to rows that sorted indices name";
  let description = [{
    `mpc.scatter_add` of updates[permutation[j], ..] at row sorted[j], where
    `sorted` ascends. Without an operand rows are added to 0.

    Constraints:
    * C1: result and updates agree but in their first dimension.
    * C2: the operand, if there is one, has the result's type.

    ```mlir
    %r = mpc.add_sorted_rows %i, %p, %u into %x
        : (tensor<3xi64>, tensor<3xi32>, tensor<3x4xf32>, tensor<10x4xf32>) -> tensor<10x4xf32>
    ```
  }];
  let arguments = (ins Mpc_RowIndices:$sorted, Mpc_PlaceTensor:$permutation,
                       Mpc_NumberTensor:$updates,
                       Optional<Mpc_NumberTensor>:$operand);
  let results = (outs Mpc_NumberTensor:$result);
  let assemblyFormat = [{
    $sorted `,` $permutation `,` $updates (`into` $operand^)? attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Mpc_PutAlongOp : Mpc_AlgorithmicOp<"put_along", "Exact",
    [MadeByPasses, NotDifferentiable]> {
  let summary = "elements put where distinct indices say";
  let description = [{
    result[.., indices[.., j, ..], ..] = updates[.., j, ..] along `dim`, and 0
    where no index leads: the adjoint of `mpc.sort` and `mpc.top_k`, whose
    indices are inside and differ from each other.

    Constraints:
    * C1: 0 <= dim < rank(updates).
    * C2: indices have the shape of updates, the result too but along `dim`,
      where it has no fewer elements.

    ```mlir
    %y = mpc.put_along %u, %i dim 1
        : (tensor<4x3xf32>, tensor<4x3xi32>) -> tensor<4x10xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$updates, Mpc_PlaceTensor:$indices,
                       I64Attr:$dim);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = [{
    $updates `,` $indices `dim` $dim attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Mpc_AlgorithmOp : Op<Mpc_Dialect, "algorithm",
    [MadeByPasses, Pure, HasParent<"KernelOp">]> {
  let opDocGroup = AlgorithmDoc;
  let summary = "one algorithm of a closed list";
  let description = [{
    What a kernel of the kind `algorithm` consists of after LowerKernels, unless
    that has nothing to sort or to sum. Each
    target has one implementation of each algorithm: the host in
    `runtime/algorithms`, GPUs in `runtime/device`. Dimensions that are worked
    alike are one: a tensor is outer x size x inner.

    | algorithm | operands | results | parameters |
    | --- | --- | --- | --- |
    | `sort` | elements | values, permutation | outer, size, inner, how many of a row are kept, 1 to descend |
    | `cumsum` | elements | sums | outer, size, inner, 1 if exclusive, 1 if in reverse |
    | `add_rows` | sorted indices, permutation, updates, maybe a tensor to add to | sums | rows, columns, number of updates |
    | `put_along` | updates, indices | elements | outer, size of the result, inner, size of the updates |

    A result that nobody reads is not yielded, and then not stored.

    ```mlir
    %y = mpc.kernel algorithm "cumsum" domain [4, 10] reduced []
        (%a = %x : tensor<4x10xf32>) -> (tensor<4x10xf32>) {
      %0 = mpc.algorithm cumsum(%a) parameters [4, 10, 1, 0, 0]
          : (tensor<4x10xf32>) -> tensor<4x10xf32>
      mpc.yield %0 : tensor<4x10xf32>
    }
    ```
  }];
  let arguments = (ins Mpc_AlgorithmAttr:$algorithm,
                       Variadic<AnyRankedTensor>:$operands,
                       DenseI64ArrayAttr:$parameters);
  let results = (outs Variadic<AnyRankedTensor>:$results);
  let assemblyFormat = [{
    `` $algorithm `(` $operands `)` `parameters` $parameters attr-dict
    `:` functional-type($operands, $results)
  }];
}

#endif // MPC_IR_OPS_ALGORITHM_TD
