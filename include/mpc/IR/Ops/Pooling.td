//===- Pooling.td - what a window has at most, or on average --*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_POOLING_TD
#define MPC_IR_OPS_POOLING_TD

include "mpc/IR/Ops/OpBase.td"

def PoolingDoc : OpDocGroup {
  let summary = "Pooling";
  let description = [{
    Reductions of windows of an image [N, H, W, C], with `layout nchw` of
    [N, C, H, W]. A stride that is left out is the window's size.
  }];
}

class Mpc_PoolingOp<string mnemonic, string precision, dag more, string format>
    : Mpc_ModelOp<mnemonic, precision, "Composite",
                  [Differentiable, Composite, InferTypeOpAdaptor]> {
  let opDocGroup = PoolingDoc;
  let arguments = !con((ins Mpc_FloatTensor:$input, DenseI64ArrayAttr:$size,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$stride,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$low,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$high,
                       DefaultValuedAttr<Mpc_LayoutAttr,
                           "::mpc::Layout::nhwc">:$layout), more);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = [{
    $input `size` $size (`stride` $stride^)? (`low` $low^)? (`high` $high^)?
    }] # format # [{ (`layout` $layout^)? attr-dict
    `:` type($input) `->` type($result)
  }];
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

def Mpc_MaxPool2dOp : Mpc_PoolingOp<"max_pool2d", "Exact", (ins), ""> {
  let summary = "the largest element of each window";
  let description = [{
    What is outside of the image is never the largest. nan is larger than
    anything. Of tied elements the first, row by row, gets the adjoint.

    Constraints:
    * C1: the input has rank 4.
    * C2: size has two entries, stride two or none, all >= 1; low and high are
      none or two, >= 0 and below size, so that no window is outside.
    * C3: the window fits at least once.

    ```mlir
    %y = mpc.max_pool2d %x size [2, 2]
        : tensor<8x28x28x4xf32> -> tensor<8x14x14x4xf32>
    ```
  }];
}

def Mpc_AvgPool2dOp : Mpc_PoolingOp<"avg_pool2d", "Follow",
    (ins UnitAttr:$inside), "(`inside` $inside^)?"> {
  let summary = "the mean of each window";
  let description = [{
    Zeros around the image count, as in PyTorch; with `inside` the mean is that of
    the pixels alone.

    Constraints:
    * C1, C2, C3: as `mpc.max_pool2d`.

    ```mlir
    %y = mpc.avg_pool2d %x size [3, 3] stride [1, 1] low [1, 1] high [1, 1]
        : tensor<8x28x28x4xf32> -> tensor<8x28x28x4xf32>
    ```
  }];
}

#endif // MPC_IR_OPS_POOLING_TD
