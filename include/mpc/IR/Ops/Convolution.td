//===- Convolution.td - products of windows and filters -------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_CONVOLUTION_TD
#define MPC_IR_OPS_CONVOLUTION_TD

include "mpc/IR/Ops/OpBase.td"

def ConvolutionDoc : OpDocGroup {
  let summary = "Convolution";
  let description = [{
    Convolutions are products whose left operand is a window: they are taken apart
    into `mpc.window` and `mpc.dot_general` before precision is assigned, and the
    product's kernel reads the windows where they lie. Lists left out are 1 for
    stride and dilation and 0 for low and high; low and high are the rows and
    columns of zeros before and after the input. Images are NHWC and filters
    HWIO; with `layout nchw` they are NCHW and OIHW, and canonicalization puts
    transposes around, which other passes then move away.
  }];
}

class Mpc_ConvolutionOp<string mnemonic, list<Trait> traits = []>
    : Mpc_ModelOp<mnemonic, "Contraction", "Composite",
        !listconcat([Differentiable, Composite, InferTypeOpAdaptor], traits)> {
  let opDocGroup = ConvolutionDoc;
  let arguments = (ins Mpc_FloatTensor:$input, Mpc_FloatTensor:$filter,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$stride,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$low,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$high,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$dilation,
                       DefaultValuedAttr<I64Attr, "1">:$groups,
                       DefaultValuedAttr<Mpc_LayoutAttr,
                           "::mpc::Layout::nhwc">:$layout);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = [{
    $input `,` $filter (`stride` $stride^)? (`low` $low^)? (`high` $high^)?
    (`dilation` $dilation^)? (`groups` $groups^)? (`layout` $layout^)? attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

def Mpc_Conv1dOp : Mpc_ConvolutionOp<"conv1d"> {
  let summary = "convolution along one dimension";
  let description = [{
    As `mpc.conv2d` of input [N, W, C] and filter [KW, C / groups, O]; with
    `layout nchw` of [N, C, W] and [O, C / groups, KW].

    ```mlir
    %y = mpc.conv1d %x, %w low [2] high [2]
        : (tensor<8x100x4xf32>, tensor<5x4x16xf32>) -> tensor<8x100x16xf32>
    ```
  }];
}

def Mpc_Conv2dOp : Mpc_ConvolutionOp<"conv2d"> {
  let summary = "convolution of images";
  let description = [{
    result[n, h, w, o] = sum over i, j, c of
    input[n, stride h + dilation i - low, stride w + dilation j - low, c] *
    filter[i, j, c, o], 0 outside of the input, accumulated in f32 (f64 for f64).
    With groups, the channels of group g of the result see those of group g of
    the input: the filter is [KH, KW, C / groups, O]. As many groups as channels
    make it depthwise.

    Constraints:
    * C1: input and filter have the rank of their images plus 2 and one element
      type.
    * C2: lists are empty or have one entry per dimension of the image; stride
      and dilation are >= 1, low and high >= 0.
    * C3: groups >= 1 divides the channels of input and result, and the filter
      has as many input channels as a group.
    * C4: the filter fits into the image at least once.

    ```mlir
    %y = mpc.conv2d %x, %w low [1, 1] high [1, 1]
        : (tensor<8x28x28x4xf32>, tensor<3x3x4x16xf32>) -> tensor<8x28x28x16xf32>
    %z = mpc.conv2d %u, %v stride [2, 2] layout nchw
        : (tensor<8x4x28x28xf32>, tensor<16x4x2x2xf32>) -> tensor<8x16x14x14xf32>
    ```
  }];
}

def Mpc_ConvTranspose2dOp : Mpc_ConvolutionOp<"conv_transpose2d"> {
  let summary = "each pixel spreads a filter over the result";
  let description = [{
    The sum over pixels of input[n, h, w, c] * filter[i, j, c, o], each added to
    result[n, stride h + dilation i - low, stride w + dilation j - low, o]: what
    the adjoint of a convolution does to its input (as PyTorch's
    conv_transpose2d). The result has (H - 1) stride + dilation (KH - 1) + 1 - low
    - high rows; a negative high is what others call output padding. The filter is
    [KH, KW, C / groups, O], with `layout nchw` [O, C / groups, KH, KW].

    Constraints:
    * C1, C3: as `mpc.conv2d`.
    * C2: as `mpc.conv2d`, but high may be negative.
    * C4: the result has at least one row and column.

    ```mlir
    %y = mpc.conv_transpose2d %x, %w stride [2, 2]
        : (tensor<8x7x7x16xf32>, tensor<2x2x16x4xf32>) -> tensor<8x14x14x4xf32>
    ```
  }];
}

#endif // MPC_IR_OPS_CONVOLUTION_TD
