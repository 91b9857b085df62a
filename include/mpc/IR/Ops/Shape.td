//===- Shape.td - making and moving elements ------------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_SHAPE_TD
#define MPC_IR_OPS_SHAPE_TD

include "mpc/IR/Ops/OpBase.td"

def ShapeDoc : OpDocGroup {
  let summary = "Shape";
  let description = "Ops that make elements or move them unchanged.";
}

/// Elements that are in the text and can be read one by one.
def Mpc_DenseElements : ElementsAttrBase<
    CPred<"::llvm::isa<::mlir::DenseIntOrFPElementsAttr>($_self)">,
    "dense elements">;

def Mpc_ConstantOp : Mpc_ModelOp<"constant", "Exact", "Elementwise",
    [ConstantLike, NotDifferentiable, Lowerable,
     AllTypesMatch<["value", "result"]>]> {
  let opDocGroup = ShapeDoc;
  let summary = "elements known at compile time";
  let description = [{
    ```mlir
    %c = mpc.constant dense<0.5> : tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_DenseElements:$value);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = "attr-dict $value";
  let hasFolder = 1;
}

def Mpc_IotaOp : Mpc_ModelOp<"iota", "Exact", "Elementwise",
    [NotDifferentiable, Lowerable]> {
  let opDocGroup = ShapeDoc;
  let summary = "the index along one dimension";
  let description = [{
    result[i0, i1, ...] = i_dim, converted to the element type.

    Constraints:
    * C1: 0 <= dim < rank(result).

    ```mlir
    %i = mpc.iota dim 1 : tensor<4x10xi32>
    ```
  }];
  let arguments = (ins I64Attr:$dim);
  let results = (outs Mpc_NumberTensor:$result);
  let assemblyFormat = "`dim` $dim attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Mpc_RandomOp : Mpc_ModelOp<"random", "Exact", "Elementwise",
    [NotDifferentiable, Lowerable]> {
  let cheap = 0;
  let opDocGroup = ShapeDoc;
  let summary = "random elements as a pure function of their key";
  let description = [{
    Element i is a function of seed, iteration, micro-batch, stream and i only
    (Philox4x32-10, Salmon et al. 2011: key = seed; counter = i / 4,
    micro_batch, stream, iteration; word i mod 4), so that every target and
    thread count draws the same bits. `bits` gives raw words (i32, i64 takes
    the zero-extended word); `uniform` the 24 upper bits times 2^-24, in [0, 1);
    `normal` the Box-Muller transform of words 0 and 1, or 2 and 3.

    Constraints:
    * C1: `bits` has result elements i32 or i64, the others a float type.

    ```mlir
    %seed = mpc.constant dense<42> : tensor<i64>
    %zero = mpc.constant dense<0> : tensor<i64>
    %u = mpc.random uniform, %seed, %zero, %zero stream 3 : tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_DistributionAttr:$distribution, Mpc_I64Scalar:$seed,
                       Mpc_I64Scalar:$iteration, Mpc_I64Scalar:$micro_batch,
                       I64Attr:$stream);
  let results = (outs Mpc_NumberTensor:$result);
  let assemblyFormat = [{
    `` $distribution `,` $seed `,` $iteration `,` $micro_batch `stream` $stream
    attr-dict `:` type($result)
  }];
  let hasVerifier = 1;
}

def Mpc_BroadcastOp : Mpc_ModelOp<"broadcast", "Exact", "Movement",
    [Differentiable, Lowerable, MapsLoops]> {
  let extraClassDefinition = interfaceDefs # LoopsOfOperand<[{
    return ::llvm::SmallVector<int64_t>(getDims());
  }]>.definition;
  let opDocGroup = ShapeDoc;
  let summary = "elements repeated along new dimensions";
  let description = [{
    Dimension d of the operand becomes dimension dims[d] of the result; the
    other dimensions of the result repeat.

    Constraints:
    * C1: size(dims) = rank(operand).
    * C2: dims is strictly ascending and inside the result's rank.
    * C3: dim(result, dims[d]) = dim(operand, d).
    * C4: the element types are equal.

    ```mlir
    %y = mpc.broadcast %x dims [1] : tensor<10xf32> -> tensor<64x10xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand, DenseI64ArrayAttr:$dims);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    $operand `dims` $dims attr-dict `:` type($operand) `->` type($result)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Mpc_ReshapeOp : Mpc_ModelOp<"reshape", "Exact", "View",
    [Differentiable, Lowerable]> {
  let opDocGroup = ShapeDoc;
  let summary = "the same elements in row-major order under another shape";
  let description = [{
    Constraints:
    * C1: operand and result have equally many elements.
    * C2: the element types are equal.

    ```mlir
    %y = mpc.reshape %x : tensor<64x28x28xf32> -> tensor<64x784xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat =
      "$operand attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Mpc_TransposeOp : Mpc_ModelOp<"transpose", "Exact", "Movement",
    [Differentiable, Lowerable, MapsLoops, InferTypeOpAdaptor]> {
  let extraClassDefinition = interfaceDefs # LoopsOfOperand<[{
    ::llvm::SmallVector<int64_t> loops(getPermutation().size());
    for (auto [loop, dim] : ::llvm::enumerate(getPermutation()))
      loops[dim] = loop;
    return loops;
  }]>.definition;
  let opDocGroup = ShapeDoc;
  let summary = "dimensions in another order";
  let description = [{
    Dimension d of the result is dimension permutation[d] of the operand.

    Constraints:
    * C1: permutation is a permutation of 0 .. rank(operand) - 1.

    ```mlir
    %y = mpc.transpose %x perm [1, 0] : tensor<3x4xf32> -> tensor<4x3xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand, DenseI64ArrayAttr:$permutation);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    $operand `perm` $permutation attr-dict `:` type($operand) `->` type($result)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

#endif // MPC_IR_OPS_SHAPE_TD
