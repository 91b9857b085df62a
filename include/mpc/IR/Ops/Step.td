//===- Step.td - structure of a step: arenas and kernels ------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_STEP_TD
#define MPC_IR_OPS_STEP_TD

include "mpc/IR/Ops/OpBase.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"

def StepDoc : OpDocGroup {
  let summary = "Step";
  let description = [{
    Ops that passes make and models do not contain. An arena is a
    `tensor<Rx256xE>`: R rows of 256 elements. Every parameter is a segment of
    it, in row-major order from the start of a row; the rest of its last row is
    zero. All arenas of a step have the same segments.
  }];
}

/// Operands or results lie at an offset in the other's memory.
class PlacesOperands<code offset> {
  code definition = [{
    int64_t $cppClass::getOperandOffset(unsigned operand) { }] # offset # [{ }
  }];
}

def Mpc_SegmentOp : Mpc_ModelOp<"segment", "Exact", "View",
    [MadeByPasses, NotDifferentiable,
     DeclareOpInterfaceMethods<FusableOpInterface, ["getOperandOffset"]>]> {
  let extraClassDefinition = interfaceDefs # PlacesOperands<
      "return getRow() * ::mpc::kRowElements;">.definition;
  let opDocGroup = StepDoc;
  let summary = "one segment of an arena";
  let description = [{
    Constraints:
    * C1: the segment lies inside the arena.
    * C2: the element types are equal.

    ```mlir
    %w = mpc.segment %params[12] : tensor<922x256xf32> -> tensor<784x256xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$arena, I64Attr:$row);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    $arena `[` $row `]` attr-dict `:` type($arena) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Mpc_PackOp : Mpc_ModelOp<"pack", "Exact", "Pack", [MadeByPasses, NotDifferentiable,
    DeclareOpInterfaceMethods<FusableOpInterface, ["getOperandOffset"]>]> {
  let extraClassDefinition = interfaceDefs # PlacesOperands<
      "return getRows()[operand] * ::mpc::kRowElements;">.definition;
  let opDocGroup = StepDoc;
  let summary = "an arena made of segments";
  let description = [{
    Segment i starts at row rows[i]. The producers of the segments write into
    the arena itself; elements in no segment are zero.

    Constraints:
    * C1: one row per segment; the segments are ascending, disjoint and inside.
    * C2: the element types are equal.

    ```mlir
    %g = mpc.pack %a, %b rows [0, 784]
        : (tensor<784x256xf32>, tensor<256xf32>) -> tensor<785x256xf32>
    ```
  }];
  let arguments = (ins Variadic<Mpc_Tensor>:$segments,
                       DenseI64ArrayAttr:$rows);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = [{
    $segments `rows` $rows attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Loss scaling and the guard
//===----------------------------------------------------------------------===//

def Mpc_SeedOp : Mpc_ModelOp<"seed", "Exact", "Elementwise",
    [MadeByPasses, NotDifferentiable, Lowerable]> {
  let opDocGroup = StepDoc;
  let summary = "adjoint of the loss by itself";
  let description = [{
    The 1 from which every adjoint is computed. Differentiate leaves it open so
    that ScaleLoss can put the loss scale in its place.

    ```mlir
    %d = mpc.seed : tensor<f32>
    ```
  }];
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

def Mpc_HasNonfiniteOp : Mpc_ModelOp<"has_nonfinite", "Exact", "Flag",
    [MadeByPasses, NotDifferentiable, Lowerable]> {
  let opDocGroup = StepDoc;
  let summary = "whether a product has an element that is not finite";
  let description = [{
    True if an element of `operand` times the scalar `factor` is infinite or
    nan. It costs no pass over memory: the kernel that computes the operand
    raises the bit while it stores the elements.

    Constraints:
    * C1: factor has rank 0 and the operand's element type.

    ```mlir
    %bad = mpc.has_nonfinite %g, %inverse : tensor<784x256xf32>, tensor<f32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand, Mpc_FloatTensor:$factor);
  let results = (outs Mpc_Flag:$result);
  let assemblyFormat =
      "$operand `,` $factor attr-dict `:` type($operand) `,` type($factor)";
  let hasVerifier = 1;
}

def Mpc_AnyOp : Mpc_ModelOp<"any", "Exact", "Pack", [MadeByPasses, NotDifferentiable,
    DeclareOpInterfaceMethods<FusableOpInterface, ["isShared"]>]> {
  let extraClassDefinition = interfaceDefs # [{
    bool $cppClass::isShared() { return true; }
  }];
  let opDocGroup = StepDoc;
  let summary = "whether one of several flags is raised";
  let description = [{
    The kernels of all flags raise the same bit in memory; it is zero when the
    function starts.

    ```mlir
    %bad = mpc.any %a, %b : tensor<i1>
    ```
  }];
  let arguments = (ins Variadic<Mpc_Flag>:$flags);
  let results = (outs Mpc_Flag:$result);
  let assemblyFormat = "$flags attr-dict `:` type($result)";
}

def Mpc_KernelOp : Op<Mpc_Dialect, "kernel",
    [MadeByPasses, IsolatedFromAbove, RecursiveMemoryEffects,
     SingleBlockImplicitTerminator<"::mpc::YieldOp">]> {
  let opDocGroup = StepDoc;
  let summary = "a region that runs as one launch";
  let description = [{
    The body computes the results from the arguments, one per operand. FormKernels
    fills it with mpc ops, LowerKernels turns those into `linalg.generic` on
    tensors (unsigned arguments are then signless), or one `mpc.algorithm`;
    PlanBuffers adds the slots.
    A body that yields an argument copies it.

    Ops of the body carry their role in the discardable attribute `mpc.role`:
    `prologue`, `main`, `epilogue`, `stage` or `trailing`. `domain` is the
    iteration space and `reduced` its reduced dimensions; a contraction's domain
    is its result's shape.

    Trailing ops reduce leading dimensions of the domain, over which a launch is
    split into blocks: their values are complete when the last block is done.
    They span the domain or its leading dimensions before they reduce, and what
    they leave are the domain's last dimensions or a scalar.

    Constraints:
    * C1: arguments agree with operands, and yielded values with results, in
      number, shape and element width.
    * C2: after PlanBuffers, one slot per operand and per result.
    * C3: what a trailing op computes is read by trailing ops and mpc.yield only.

    ```mlir
    %y = mpc.kernel contraction "fc1" domain [64, 256] reduced []
        (%a = %x : tensor<64x784xf32>, %b = %w : tensor<784x256xf32>)
        -> (tensor<64x256xf32>) {
      %0 = mpc.dot_general %a, %b contract [1] x [0]
          : (tensor<64x784xf32>, tensor<784x256xf32>) -> tensor<64x256xf32>
      mpc.yield %0 : tensor<64x256xf32>
    }
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs,
                       Mpc_KernelKindAttr:$kind, StrAttr:$label,
                       DenseI64ArrayAttr:$domain, DenseI64ArrayAttr:$reduced,
                       OptionalAttr<Mpc_SlotArrayAttr>:$input_slots,
                       OptionalAttr<Mpc_SlotArrayAttr>:$result_slots);
  let results = (outs Variadic<AnyRankedTensor>:$results);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Mpc_YieldOp : Op<Mpc_Dialect, "yield",
    [MadeByPasses, Pure, Terminator, ReturnLike, HasParent<"KernelOp">]> {
  let opDocGroup = StepDoc;
  let summary = "ends the body of a kernel";
  let description = [{
    ```mlir
    %y = mpc.kernel pointwise "copy" domain [4] reduced []
        (%a = %x : tensor<4xf32>) -> (tensor<4xf32>) {
      mpc.yield %a : tensor<4xf32>
    }
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$values);
  let builders = [OpBuilder<(ins), [{ }]>];
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
}

#endif // MPC_IR_OPS_STEP_TD
