//===- Normalization.td - mean 0 and variance 1 ---------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_NORMALIZATION_TD
#define MPC_IR_OPS_NORMALIZATION_TD

include "mpc/IR/Ops/OpBase.td"

def NormalizationDoc : OpDocGroup {
  let summary = "Normalization";
  let description = [{
    Elements less their mean, over their deviation, as PyTorch defines it.
    Statistics, scale and offset are f32 whatever the operand is (f64 for f64);
    elements of 16 bits are widened once and rounded once. Variances are biased:
    they divide by the count. Nan makes nan of all that share its statistics, and so
    does an infinity, but in `rms_norm`: there it alone becomes nan, all else 0.
  }];
}

/// What stays f32: see PrecisionOpInterface.
def HasStatistics
    : DeclareOpInterfaceMethods<PrecisionOpInterface, ["isAccumulator"]>;
class StatisticsFrom<int first> {
  code definition = [{
    bool $cppClass::isAccumulator(unsigned operand) {
      return operand >= }] # first # [{;
    }
  }];
}

class Mpc_NormOp<string mnemonic, string fusion, list<Trait> traits>
    : Mpc_ModelOp<mnemonic, "Keep32", fusion,
        !listconcat([Differentiable, Composite, HasStatistics,
                     AllTypesMatch<["operand", "result"]>], traits)> {
  let opDocGroup = NormalizationDoc;
  let results = (outs Mpc_FloatTensor:$result);
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Within an example
//===----------------------------------------------------------------------===//

/// Scale and offset have the dimensions `dims` of the operand.
class Mpc_RowNormOp<string mnemonic, list<Trait> traits = []>
    : Mpc_NormOp<mnemonic, "Reduction",
                 !listconcat([ReducesDims, MapsLoops], traits)> {
  let extraClassDefinition =
      interfaceDefs # StatisticsFrom<1>.definition # LoopsOfOperand<[{
    if (operand != 0)
      return ::llvm::SmallVector<int64_t>(getDims());
    return ::llvm::to_vector(::llvm::seq<int64_t>(0, getType().getRank()));
  }]>.definition;
}

def Mpc_LayerNormOp
    : Mpc_RowNormOp<"layer_norm", [AttrSizedOperandSegments]> {
  let summary = "(x - mean) / sqrt(variance + epsilon), along dimensions";
  let description = [{
    Ba et al. 2016. Mean and variance are those of the elements along `dims`; the
    variance takes a second pass, so that nothing cancels. The result times
    `scale` plus `offset`, where they are given.

    Constraints:
    * C1: dims is strictly ascending, inside the operand's rank and not empty.
    * C2: scale and offset have the operand's dimensions dims; their elements are
      f32, or f64 where the operand's are.
    * C3: epsilon >= 0.

    ```mlir
    %y = mpc.layer_norm %x scale %scale offset %offset dims [1]
        : (tensor<64x512xf32>, tensor<512xf32>, tensor<512xf32>)
        -> tensor<64x512xf32>
    %z = mpc.layer_norm %x dims [1] epsilon 1.0e-6
        : (tensor<64x512xf32>) -> tensor<64x512xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand,
                       Optional<Mpc_FloatTensor>:$scale,
                       Optional<Mpc_FloatTensor>:$offset,
                       DenseI64ArrayAttr:$dims,
                       DefaultValuedAttr<F64Attr, "1e-5">:$epsilon);
  let assemblyFormat = [{
    $operand (`scale` $scale^)? (`offset` $offset^)? `dims` $dims
    (`epsilon` $epsilon^)? attr-dict `:` functional-type(operands, results)
  }];
}

def Mpc_RmsNormOp : Mpc_RowNormOp<"rms_norm"> {
  let summary = "x / sqrt(mean(x^2) + epsilon), along dimensions";
  let description = [{
    Zhang & Sennrich 2019. The result times `scale`, where it is given.

    Constraints:
    * C1: dims is strictly ascending, inside the operand's rank and not empty.
    * C2: scale has the operand's dimensions dims; its elements are f32, or f64
      where the operand's are.
    * C3: epsilon >= 0.

    ```mlir
    %y = mpc.rms_norm %x scale %scale dims [1]
        : (tensor<64x512xf32>, tensor<512xf32>) -> tensor<64x512xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand,
                       Optional<Mpc_FloatTensor>:$scale,
                       DenseI64ArrayAttr:$dims,
                       DefaultValuedAttr<F64Attr, "1e-5">:$epsilon);
  let assemblyFormat = [{
    $operand (`scale` $scale^)? `dims` $dims (`epsilon` $epsilon^)? attr-dict
    `:` functional-type(operands, results)
  }];
}

// Groups of channels are no dimension of the operand, so it is several kernels:
// statistics of (example, group) pairs, and what follows from them.
def Mpc_GroupNormOp
    : Mpc_NormOp<"group_norm", "Opaque", [AttrSizedOperandSegments]> {
  let extraClassDefinition = interfaceDefs # StatisticsFrom<1>.definition;
  let summary = "layer_norm over places and groups of channels";
  let description = [{
    Wu & He 2018. The first dimension counts examples, the last one channels;
    each example's channels are cut into `groups` of neighbours, and mean and
    variance are those of all elements of an example in a group. The result
    times `scale` plus `offset` of its channel, where they are given.

    Constraints:
    * C1: rank(operand) >= 2; groups >= 1 divides the last dimension.
    * C2: scale and offset have one element per channel, f32, or f64 where the
      operand's are.
    * C3: epsilon >= 0.

    ```mlir
    %y = mpc.group_norm %x scale %scale offset %offset groups 8
        : (tensor<4x7x7x32xf32>, tensor<32xf32>, tensor<32xf32>)
        -> tensor<4x7x7x32xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand,
                       Optional<Mpc_FloatTensor>:$scale,
                       Optional<Mpc_FloatTensor>:$offset,
                       I64Attr:$groups,
                       DefaultValuedAttr<F64Attr, "1e-5">:$epsilon);
  let assemblyFormat = [{
    $operand (`scale` $scale^)? (`offset` $offset^)? `groups` $groups
    (`epsilon` $epsilon^)? attr-dict `:` functional-type(operands, results)
  }];
}

//===----------------------------------------------------------------------===//
// Over the batch
//===----------------------------------------------------------------------===//

def Mpc_ShiftedSumOp : Mpc_ModelOp<"shifted_sum", "Keep32", "Reduction",
    [Differentiable, Composite, ReducesDims, MapsLoops,
     AllTypesMatch<["shift", "result"]>,
     DeclareOpInterfaceMethods<FusableOpInterface, ["combinesParts"]>]> {
  let extraClassDefinition = interfaceDefs # LoopsOfOperand<[{
    ::llvm::SmallVector<int64_t> loops;
    int64_t kept = 0, combined = getType().getRank();
    int64_t rank = getOperand().getType().getRank();
    for (int64_t d = 0; d < rank; ++d)
      loops.push_back(::llvm::is_contained(getDims(), d) ? combined++ : kept++);
    if (operand == 1)
      return ::llvm::to_vector(::llvm::seq<int64_t>(0, kept));
    return loops;
  }]>.definition # [{
    bool $cppClass::combinesParts() { return true; }
  }];
  let opDocGroup = NormalizationDoc;
  let summary = "sum of w (x - shift)^order, along dimensions";
  let description = [{
    What moments are made of: with a shift near the mean, the sums of orders 1
    and 2 give mean and variance of one pass over x, and nothing cancels. The
    weights w are 1 where they are not given. The result lacks the dimensions
    `dims`, and is 0 of nothing.

    Constraints:
    * C1: dims is strictly ascending, inside the operand's rank and not empty.
    * C2: shift has the operand's other dimensions; its elements are f32, or f64
      where the operand's are.
    * C3: weights have the operand's shape and elements.
    * C4: order is 1 or 2.

    ```mlir
    %s = mpc.shifted_sum 2, %x, %shift dims [0]
        : (tensor<64x32xf32>, tensor<32xf32>) -> tensor<32xf32>
    %t = mpc.shifted_sum 1, %x, %shift weights %w dims [0]
        : (tensor<64x32xf32>, tensor<32xf32>, tensor<64x32xf32>)
        -> tensor<32xf32>
    ```
  }];
  let arguments = (ins I64Attr:$order, Mpc_FloatTensor:$operand,
                       Mpc_FloatTensor:$shift,
                       Optional<Mpc_FloatTensor>:$weights,
                       DenseI64ArrayAttr:$dims);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = [{
    $order `,` $operand `,` $shift (`weights` $weights^)? `dims` $dims attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

/// Operands of one element per channel, which is the last dimension.
class Mpc_ChannelOp<string mnemonic>
    : Mpc_ModelOp<mnemonic, "Follow", "Elementwise",
        [Differentiable, Composite, HasStatistics, MapsLoops,
         AllTypesMatch<["operand", "result"]>]> {
  let extraClassDefinition =
      interfaceDefs # StatisticsFrom<1>.definition # LoopsOfOperand<[{
    int64_t rank = getType().getRank();
    if (operand != 0)
      return {rank - 1};
    return ::llvm::to_vector(::llvm::seq<int64_t>(0, rank));
  }]>.definition;
  let opDocGroup = NormalizationDoc;
  let results = (outs Mpc_FloatTensor:$result);
  let hasVerifier = 1;
}

def Mpc_BatchNormOp : Mpc_ModelOp<"batch_norm", "Follow", "Opaque",
    [Differentiable, Composite, HasStatistics,
     AllTypesMatch<["operand", "result"]>, AllTypesMatch<["mean", "new_mean"]>,
     AllTypesMatch<["variance", "new_variance"]>]> {
  let extraClassDefinition = interfaceDefs # StatisticsFrom<1>.definition;
  let opDocGroup = NormalizationDoc;
  let summary = "(x - mean) / sqrt(variance + epsilon) of each channel";
  let description = [{
    Ioffe & Szegedy 2015, for training. Channels are the last dimension; mean and
    variance are those of a channel's elements. `result` is multiplied by `scale`
    and raised by `offset` of its channel. The running `mean` and `variance`
    become

    new_mean = (1 - momentum) mean + momentum batch_mean,
    new_variance = (1 - momentum) variance + momentum batch_variance n / (n - 1)

    with n elements per channel; of one element, the variance is 0. Of nothing,
    batch_mean is the running mean and batch_variance 0.

    Statistics take one pass: the sums of x - k and (x - k)^2, where k is the
    running mean. Mathematically they do not depend on k. In f32, what cancels is
    (batch_mean - k)^2 against the variance: nothing once k is near the mean of
    the data, and in a first step with k = 0 no more than the mean is many times
    the deviation.

    The new running statistics are states, not values of the model: what is
    derived from them by way of this op does not reach the operands, as if they
    went through `mpc.stop_gradient`. The running statistics have no adjoint.

    Constraints:
    * C1: rank(operand) >= 2.
    * C2: scale, offset, mean and variance have one element per channel, f32, or
      f64 where the operand's are.
    * C3: epsilon >= 0 and 0 <= momentum <= 1.

    ```mlir
    %y, %m, %v = mpc.batch_norm %x, %scale, %offset, %mean, %variance
        momentum 0.1 epsilon 1.0e-5
        : (tensor<64x7x7x32xf32>, tensor<32xf32>, tensor<32xf32>,
           tensor<32xf32>, tensor<32xf32>)
        -> (tensor<64x7x7x32xf32>, tensor<32xf32>, tensor<32xf32>)
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand, Mpc_FloatTensor:$scale,
                       Mpc_FloatTensor:$offset, Mpc_FloatTensor:$mean,
                       Mpc_FloatTensor:$variance,
                       DefaultValuedAttr<F64Attr, "0.1">:$momentum,
                       DefaultValuedAttr<F64Attr, "1e-5">:$epsilon);
  let results = (outs Mpc_FloatTensor:$result, Mpc_FloatTensor:$new_mean,
                      Mpc_FloatTensor:$new_variance);
  let assemblyFormat = [{
    $operand `,` $scale `,` $offset `,` $mean `,` $variance
    (`momentum` $momentum^)? (`epsilon` $epsilon^)? attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Mpc_BatchNormInferenceOp : Mpc_ChannelOp<"batch_norm_inference"> {
  let summary = "batch_norm by statistics that are given";
  let description = [{
    (x - mean) / sqrt(variance + epsilon) scale + offset, each of its channel,
    which is the last dimension.

    Constraints:
    * C1: rank(operand) >= 2.
    * C2: scale, offset, mean and variance have one element per channel, f32, or
      f64 where the operand's are.
    * C3: epsilon >= 0.

    ```mlir
    %y = mpc.batch_norm_inference %x, %scale, %offset, %mean, %variance
        : (tensor<64x32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>,
           tensor<32xf32>) -> tensor<64x32xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand, Mpc_FloatTensor:$scale,
                       Mpc_FloatTensor:$offset, Mpc_FloatTensor:$mean,
                       Mpc_FloatTensor:$variance,
                       DefaultValuedAttr<F64Attr, "1e-5">:$epsilon);
  let assemblyFormat = [{
    $operand `,` $scale `,` $offset `,` $mean `,` $variance
    (`epsilon` $epsilon^)? attr-dict `:` functional-type(operands, results)
  }];
}

def Mpc_BatchNormApplyOp : Mpc_ChannelOp<"batch_norm_apply"> {
  let summary = "the elementwise part of batch_norm";
  let description = [{
    (x - mean) inverse scale + offset, each of its channel, which is the last
    dimension. `mean` and `inverse`, which is 1 / sqrt(variance + epsilon), must
    be those of x: the adjoint of x accounts for them, and they have none of
    their own. What `mpc.batch_norm` is taken apart into.

    Constraints:
    * C1: rank(operand) >= 2.
    * C2: scale, offset, mean and inverse have one element per channel, f32, or
      f64 where the operand's are.

    ```mlir
    %y = mpc.batch_norm_apply %x, %scale, %offset, %mean, %inverse
        : (tensor<64x32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>,
           tensor<32xf32>) -> tensor<64x32xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand, Mpc_FloatTensor:$scale,
                       Mpc_FloatTensor:$offset, Mpc_FloatTensor:$mean,
                       Mpc_FloatTensor:$inverse);
  let assemblyFormat = [{
    $operand `,` $scale `,` $offset `,` $mean `,` $inverse attr-dict
    `:` functional-type(operands, results)
  }];
}

//===----------------------------------------------------------------------===//
// Adjoints
//===----------------------------------------------------------------------===//
// One op each, so that no other kernel takes a part of them and stores it.

class Mpc_RowNormPartOp<string mnemonic>
    : Mpc_ModelOp<mnemonic, "Keep32", "Reduction",
        [MadeByPasses, NotDifferentiable, Composite, ReducesDims, MapsLoops]> {
  let extraClassDefinition = interfaceDefs # LoopsOfOperand<[{
    if (operand > 1)
      return ::llvm::SmallVector<int64_t>(getDims());
    return ::llvm::to_vector(::llvm::seq<int64_t>(0, getType().getRank()));
  }]>.definition;
  let opDocGroup = NormalizationDoc;
  let results = (outs Mpc_FloatTensor:$result);
  let hasVerifier = 1;
}

def Mpc_NormAdjointOp : Mpc_RowNormPartOp<"norm_adjoint"> {
  let summary = "adjoint of the operand of layer_norm or rms_norm";
  let description = [{
    With z the normalized operand and r = adjoint scale:
    (r - mean(r) - z mean(r z)) / deviation, without mean(r) unless `centered`,
    as layer_norm is.

    Constraints:
    * C1: dims is strictly ascending, inside the operand's rank and not empty.
    * C2: scale has the operand's dimensions dims; its elements are f32, or f64
      where the operand's are.
    * C3: epsilon >= 0.
    * C4: adjoint and result are of the operand's type.

    ```mlir
    %dx = mpc.norm_adjoint %x, %dy scale %scale dims [1] epsilon 1.0e-5 centered
        : (tensor<64x512xf32>, tensor<64x512xf32>, tensor<512xf32>)
        -> tensor<64x512xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand, Mpc_FloatTensor:$adjoint,
                       Optional<Mpc_FloatTensor>:$scale,
                       DenseI64ArrayAttr:$dims, F64Attr:$epsilon,
                       UnitAttr:$centered);
  let assemblyFormat = [{
    $operand `,` $adjoint (`scale` $scale^)? `dims` $dims `epsilon` $epsilon
    (`centered` $centered^)? attr-dict `:` functional-type(operands, results)
  }];
}

def Mpc_NormProductOp : Mpc_RowNormPartOp<"norm_product"> {
  let summary = "a normalized operand times another tensor";
  let description = [{
    What layer_norm or rms_norm makes of the operand without scale and offset,
    times `factor`: the sums of that are the adjoint of the scale.

    Constraints:
    * C1: dims is strictly ascending, inside the operand's rank and not empty.
    * C2: the result's elements are f32, or f64 where the operand's are.
    * C3: epsilon >= 0.
    * C4: factor is of the operand's type, and the result of its shape.

    ```mlir
    %p = mpc.norm_product %x, %dy dims [1] epsilon 1.0e-5 centered
        : (tensor<64x512xf32>, tensor<64x512xf32>) -> tensor<64x512xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand, Mpc_FloatTensor:$factor,
                       DenseI64ArrayAttr:$dims, F64Attr:$epsilon,
                       UnitAttr:$centered);
  let assemblyFormat = [{
    $operand `,` $factor `dims` $dims `epsilon` $epsilon
    (`centered` $centered^)? attr-dict `:` functional-type(operands, results)
  }];
}

def Mpc_ChannelNormAdjointOp
    : Mpc_ModelOp<"channel_norm_adjoint", "Follow", "Elementwise",
        [MadeByPasses, NotDifferentiable, Composite, HasStatistics, MapsLoops,
         AllTypesMatch<["operand", "adjoint", "result"]>]> {
  let extraClassDefinition =
      interfaceDefs # StatisticsFrom<2>.definition # LoopsOfOperand<[{
    int64_t rank = getType().getRank();
    if (operand < 2)
      return ::llvm::to_vector(::llvm::seq<int64_t>(0, rank));
    auto type = ::llvm::cast<::mlir::ShapedType>(
        getOperation()->getOperand(operand).getType());
    if (type.getRank() == 1)
      return {rank - 1};
    return {0, rank - 1};
  }]>.definition;
  let opDocGroup = NormalizationDoc;
  let summary = "adjoint of the operand of batch_norm or group_norm";
  let description = [{
    inverse (adjoint scale - plain - z along) with z = (x - mean) inverse, where
    `plain` and `along` are the means of adjoint scale and of adjoint scale z
    over what shares its statistics. Each but x and adjoint has an element per
    channel, or per example and channel: the first dimension and the last.

    Constraints:
    * C1: rank(operand) >= 2.
    * C2: mean, inverse, plain, along and scale have those shapes; their elements
      are f32, or f64 where the operand's are.

    ```mlir
    %dx = mpc.channel_norm_adjoint %x, %dy, %mean, %inverse, %plain, %along
        scale %scale
        : (tensor<64x7x32xf32>, tensor<64x7x32xf32>, tensor<32xf32>,
           tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>)
        -> tensor<64x7x32xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand, Mpc_FloatTensor:$adjoint,
                       Mpc_FloatTensor:$mean, Mpc_FloatTensor:$inverse,
                       Mpc_FloatTensor:$plain, Mpc_FloatTensor:$along,
                       Optional<Mpc_FloatTensor>:$scale);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = [{
    $operand `,` $adjoint `,` $mean `,` $inverse `,` $plain `,` $along
    (`scale` $scale^)? attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

#endif // MPC_IR_OPS_NORMALIZATION_TD
