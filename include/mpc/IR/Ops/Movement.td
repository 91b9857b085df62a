//===- Movement.td - elements read at other places ------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_MOVEMENT_TD
#define MPC_IR_OPS_MOVEMENT_TD

include "mpc/IR/Ops/OpBase.td"

def MovementDoc : OpDocGroup {
  let summary = "Movement";
  let description = [{
    Each element of the result is one element of an operand, at a place that is
    computed from its own, or a constant. Nothing is rounded.
  }];
}

/// No dimension of a tensor operand is indexed by one loop alone.
defvar kReadsElsewhere = [{
  auto type = ::llvm::cast<::mlir::ShapedType>(
      getOperation()->getOperand(operand).getType());
  return ::llvm::SmallVector<int64_t>(type.getRank(), -1);
}];

/// `once` says that no element is read twice.
class Mpc_MovementOp<string mnemonic, code once, list<Trait> traits = []>
    : Mpc_ModelOp<mnemonic, "Exact", "Movement",
                  !listconcat([Lowerable, MapsLoops, ReadsOnce], traits)> {
  let extraClassDefinition =
      interfaceDefs # LoopsOfOperand<kReadsElsewhere>.definition # [{
    bool $cppClass::readsOnce(unsigned) { return }] # once # [{; }
  }];
  let opDocGroup = MovementDoc;
}

def Mpc_SliceOp : Mpc_MovementOp<"slice", "true", [Differentiable]> {
  let summary = "every so many elements from some on";
  let description = [{
    result[i, ...] = operand[from + by i, ...] in each dimension.

    Constraints:
    * C1: one entry of from and by per dimension; by is empty or >= 1.
    * C2: operand and result have one rank, and what is read lies inside.
    * C3: the element types are equal.

    ```mlir
    %y = mpc.slice %x from [0, 2] : tensor<4x10xf32> -> tensor<4x3xf32>
    %z = mpc.slice %x from [0, 1] by [2, 3] : tensor<4x10xf32> -> tensor<2x3xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand, DenseI64ArrayAttr:$from,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$by);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    $operand `from` $from (`by` $by^)? attr-dict
    `:` type($operand) `->` type($result)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
  let extraClassDeclaration = [{
    /// The step in dimension `dim`.
    int64_t getStep(int64_t dim) { return getBy().empty() ? 1 : getBy()[dim]; }
  }];
}

def Mpc_PadOp : Mpc_MovementOp<"pad", "true", [Differentiable, InferTypeOpAdaptor]> {
  let summary = "elements with a constant around and between them";
  let description = [{
    In each dimension `low` constants come before, `high` after the operand's
    elements and, with `between`, so many between two neighbours. The constant is
    0, or what `with` says.

    Constraints:
    * C1: one entry of low and high per dimension, all >= 0; between is empty or
      the same.

    ```mlir
    %y = mpc.pad %x low [0, 1] high [0, 2] : tensor<4x10xf32> -> tensor<4x13xf32>
    %z = mpc.pad %x low [0, 0] high [0, 0] between [0, 1] with -1.0
        : tensor<4x10xf32> -> tensor<4x19xf32>
    ```
  }];
  let arguments = (ins Mpc_NumberTensor:$operand, DenseI64ArrayAttr:$low,
                       DenseI64ArrayAttr:$high,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$between,
                       DefaultValuedAttr<F64Attr, "0.0">:$value);
  let results = (outs Mpc_NumberTensor:$result);
  let assemblyFormat = [{
    $operand `low` $low `high` $high (`between` $between^)? (`with` $value^)?
    attr-dict `:` type($operand) `->` type($result)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
  let extraClassDeclaration = [{
    /// How far neighbours in dimension `dim` are apart.
    int64_t getStep(int64_t dim) {
      return getBetween().empty() ? 1 : getBetween()[dim] + 1;
    }
  }];
}

def Mpc_ReverseOp : Mpc_MovementOp<"reverse", "true",
    [Differentiable, SameOperandsAndResultType]> {
  let summary = "elements in opposite order along dimensions";
  let description = [{
    Constraints:
    * C1: dims is strictly ascending and inside the operand's rank.

    ```mlir
    %y = mpc.reverse %x dims [1] : tensor<4x10xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand, DenseI64ArrayAttr:$dims);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = "$operand `dims` $dims attr-dict `:` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Mpc_ConcatOp : Mpc_MovementOp<"concat", "true",
    [Differentiable, InferTypeOpAdaptor]> {
  let summary = "tensors one after the other along a dimension";
  let description = [{
    Constraints:
    * C1: there is at least one operand.
    * C2: 0 <= dim < rank, and all operands have one element type and one shape
      but for dimension dim.

    ```mlir
    %y = mpc.concat %x, %w dim 1
        : (tensor<4x10xf32>, tensor<4x2xf32>) -> tensor<4x12xf32>
    ```
  }];
  let arguments = (ins Variadic<Mpc_Tensor>:$inputs, I64Attr:$dim);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    $inputs `dim` $dim attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Mpc_RepeatOp : Mpc_MovementOp<"repeat", "false",
    [Differentiable, InferTypeOpAdaptor]> {
  let summary = "each element several times in a row";
  let description = [{
    result[i, ...] = operand[i / times, ...] in each dimension, rounded down: an
    image twice as wide and high by its nearest pixels.

    Constraints:
    * C1: one entry of times per dimension, all >= 1.

    ```mlir
    %y = mpc.repeat %x times [1, 3] : tensor<4x10xf32> -> tensor<4x30xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand, DenseI64ArrayAttr:$times);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    $operand `times` $times attr-dict `:` type($operand) `->` type($result)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Mpc_WindowOp : Mpc_MovementOp<"window", "isApart()",
    [MadeByPasses, NotDifferentiable, InferTypeOpAdaptor]> {
  let summary = "what a window sees at each place where it stands";
  let description = [{
    The windows of convolutions and pooling. Dimensions `dims` of the operand
    become the places of the window; as many dimensions, which index the elements
    of a window, follow the last of them. In each of `dims`

    result[..., o, ..., k, ...] = operand[..., i / spread, ...]
    with i = stride o + dilation k - low

    where i is a multiple of spread and inside the operand, else `value`. If
    `reversed`, k counts from the other end of the window. There are
    (low + spread (n - 1) + high - dilation (size - 1)) / stride + 1 places for n
    elements; low and high may be negative.

    Such a tensor is never stored where a kernel can read the operand itself:
    convolutions read it as an operand of their product.

    Constraints:
    * C1: dims is strictly ascending, consecutive and inside the rank.
    * C2: size, stride, dilation, spread, low and high have one entry per dim;
      all of the first four are >= 1.
    * C3: the window fits at least once.

    ```mlir
    %y = mpc.window %x dims [1, 2] size [3, 3] stride [1, 1] dilation [1, 1]
        spread [1, 1] low [1, 1] high [1, 1] : tensor<8x28x28x4xf32>
        -> tensor<8x28x28x3x3x4xf32>
    ```
  }];
  let arguments = (ins Mpc_NumberTensor:$operand, DenseI64ArrayAttr:$dims,
                       DenseI64ArrayAttr:$size, DenseI64ArrayAttr:$stride,
                       DenseI64ArrayAttr:$dilation, DenseI64ArrayAttr:$spread,
                       DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high,
                       UnitAttr:$reversed,
                       DefaultValuedAttr<F64Attr, "0.0">:$value);
  let results = (outs Mpc_NumberTensor:$result);
  let assemblyFormat = [{
    $operand `dims` $dims `size` $size `stride` $stride `dilation` $dilation
    `spread` $spread `low` $low `high` $high (`reversed` $reversed^)?
    (`with` $value^)? attr-dict `:` type($operand) `->` type($result)
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// True if no two windows see the same element.
    bool isApart();
  }];
}

def Mpc_InterleaveOp : Mpc_MovementOp<"interleave", "true",
    [MadeByPasses, NotDifferentiable, InferTypeOpAdaptor]> {
  let summary = "an image of tiles";
  let description = [{
    The inverse of a window that sees one tile after the other: as many dimensions
    as `dims` has follow the last of them, and

    result[..., size i + k, ...] = operand[..., i, ..., k, ...]

    in each of `dims`, where k < size indexes what follows. Convolutions make it
    whose windows do not overlap, of what each place gives each pixel of its window.

    Constraints:
    * C1: dims is strictly ascending, consecutive and inside the rank, and so are
      as many dimensions after them.

    ```mlir
    %y = mpc.interleave %x dims [1, 2]
        : tensor<8x7x7x2x2x4xf32> -> tensor<8x14x14x4xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand, DenseI64ArrayAttr:$dims);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    $operand `dims` $dims attr-dict `:` type($operand) `->` type($result)
  }];
  let hasVerifier = 1;
}

#endif // MPC_IR_OPS_MOVEMENT_TD
