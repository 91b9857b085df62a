//===- Interfaces.td - what passes may ask of an op ------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Legality is asked of ODS and the verifier; these are the other four
// questions. Interfaces, not traits, so that ops of other dialects can be
// given the same answers by external models later.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_INTERFACES_TD
#define MPC_IR_INTERFACES_TD

include "mlir/IR/OpBase.td"

class Mpc_Interface<string name> : OpInterface<name> {
  let cppNamespace = "::mpc";
}

//===----------------------------------------------------------------------===//
// How is it differentiated?
//===----------------------------------------------------------------------===//

def NotDifferentiable : NativeOpTrait<"NotDifferentiable"> {
  let cppNamespace = "::mpc";
}

def DifferentiableOpInterface : Mpc_Interface<"DifferentiableOpInterface"> {
  let description = [{
    Reverse-mode derivative of one op. With results y = f(x) and a scalar loss
    L, the *adjoint* of a value v is dL/dv, a tensor of v's type.

    An op without a derivative carries the trait `NotDifferentiable` instead;
    an op with neither is a bug that the audit test reports.
  }];
  let methods = [
    InterfaceMethod<[{
      Builds the adjoints of all operands from the adjoints of all results.

      `adjoints` has one value per result, never null (an adjoint that nobody
      asked for is a zero constant). The answer has one entry per operand; a
      null entry means that the loss does not depend on that operand through
      this op (labels, indices, predicates). All IR goes through `builder`,
      whose insertion point is after the whole forward pass: operands and
      results of this op may be used freely and become residuals. Prefer the
      result where both would do (relu, exp, tanh): the operand then need not
      be kept.
    }], "::llvm::SmallVector<::mlir::Value>", "buildAdjoint",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::ValueRange":$adjoints)>
  ];
}

//===----------------------------------------------------------------------===//
// How many bits does it need?
//===----------------------------------------------------------------------===//

def PrecisionOpInterface : Mpc_Interface<"PrecisionOpInterface"> {
  let description = [{
    How an op tolerates few bits. `contraction`: low-precision operands, f32
    accumulation. `keep32`: results are unreliable below f32. `follow`: as
    precise as its operands. `exact`: no rounding happens (data movement,
    integers, predicates).
  }];
  let methods = [
    InterfaceMethod<"Returns the precision class of this op.",
      "::mpc::PrecisionClass", "getPrecisionClass">,
    InterfaceMethod<[{
      Returns true if `operand` stays f32 whatever the policy says, and decides
      nothing about the result: it is summed into rather than multiplied, or is a
      statistic of what the op computes with.
    }], "bool", "isAccumulator", (ins "unsigned":$operand), "", "return false;">
  ];
}

//===----------------------------------------------------------------------===//
// How may it be fused?
//===----------------------------------------------------------------------===//

def FusableOpInterface : Mpc_Interface<"FusableOpInterface"> {
  let description = [{
    The loop shape of an op, which is all that kernel grouping knows of it.

    `elementwise`: result[i] needs operand[i] only. `movement`: each result
    element is one operand element (broadcast, transpose). `view`: the result
    shares its operand's memory (reshape, segment). `pack`: the operands are
    computed in the result's memory. `cast`: a change of storage format, which
    grouping looks through: it never decides what becomes one kernel. `flag`:
    one bit raised by an element of operand 0; it rides on the kernel that
    computes operand 0. `reduction`: the domain is
    operand 0's shape, `getReducedDims()` of it are combined; the result either
    lacks those dimensions or has the whole domain (softmax). `contraction`:
    a product on the contraction core. `composite`: taken apart before kernels
    are grouped. `opaque`: a kernel of its own, of the kind `algorithm`, which
    finds its operands in memory as they are.
  }];
  let methods = [
    InterfaceMethod<"Returns the loop shape of this op.",
      "::mpc::FusionKind", "getFusionKind">,
    InterfaceMethod<[{
      Returns the dimensions of operand 0 that a reduction combines, ascending.
    }], "::llvm::SmallVector<int64_t>", "getReducedDims", (ins), "",
    "return {};">,
    InterfaceMethod<[{
      Returns true if a reduction's result can be made, by its own combiner, from
      what parts of the operand give: a sum, a mean, a maximum.
    }], "bool", "combinesParts", (ins), "", "return false;">,
    InterfaceMethod<[{
      Returns, for each dimension of `operand`, the loop that indexes it, or -1
      if that takes more than one loop. Loops are numbered: the dimensions of
      result 0, then those that the op combines away. Asked of elementwise, movement, reduction and contraction only.
    }], "::llvm::SmallVector<int64_t>", "getOperandLoops",
    (ins "unsigned":$operand), "", [{
      auto type = ::llvm::cast<::mlir::ShapedType>(
          $_op->getOperand(operand).getType());
      return ::llvm::to_vector(::llvm::seq<int64_t>(0, type.getRank()));
    }]>,
    InterfaceMethod<[{
      Returns true if no element of `operand` becomes several of the result: what
      computes the operand may be computed where it is read. Asked of movement
      only.
    }], "bool", "readsOnce", (ins "unsigned":$operand), "", "return false;">,
    InterfaceMethod<[{
      Returns the element of the result's memory at which `operand` starts. Asked
      of pack and, with operand 0, of view only.
    }], "int64_t", "getOperandOffset", (ins "unsigned":$operand), "",
    "return 0;">,
    InterfaceMethod<[{
      Returns true if the operands of a pack share one place, into which their
      kernels raise bits; it is zero before the first of them runs.
    }], "bool", "isShared", (ins), "", "return false;">,
    InterfaceMethod<[{
      Returns true if an element costs no more to compute than to load: a few
      instructions, no exp-like function.
    }], "bool", "isCheap", (ins), "", "return true;">
  ];
}

//===----------------------------------------------------------------------===//
// What random numbers does it draw?
//===----------------------------------------------------------------------===//

def KeyedOpInterface : Mpc_Interface<"KeyedOpInterface"> {
  let description = [{
    An op of a model that draws random numbers, whose key (seed, iteration and
    micro-batch) the step knows and the model does not name.
  }];
  let methods = [
    InterfaceMethod<"Returns true if the op has its key.", "bool", "isKeyed">,
    InterfaceMethod<[{
      Gives the op its key, three scalars of i64, and the stream `stream` unless
      it has one.
    }], "void", "setKey",
    (ins "::mlir::ValueRange":$key, "int64_t":$stream)>
  ];
}

//===----------------------------------------------------------------------===//
// What does it compute?
//===----------------------------------------------------------------------===//

def LowerableOpInterface : Mpc_Interface<"LowerableOpInterface"> {
  let description = [{
    The one definition of an op's meaning, from which every target is compiled
    and which, run unfused in f64, is the oracle of the tests.

    An op gives exactly one of: a *decomposition* into other mpc ops
    (composites), or a *lowering* to `linalg.generic` on tensors whose scalar
    body holds `arith` and `math` ops only, and `mpc.element` where it reads
    elements at computed places; an opaque op to one `mpc.algorithm` instead. A
    reduction's generic holds nothing
    but its combiner, a function (element, accumulator) -> accumulator of one
    type, so that partial results may be combined by the same body.

    In lowered form unsigned elements are signless (`ui8` -> `i8`).
  }];
  let methods = [
    InterfaceMethod<[{
      Builds this op's meaning from simpler mpc ops over the same operands and
      returns the values that replace its results; empty if it is no composite.
    }], "::llvm::SmallVector<::mlir::Value>", "decompose",
    (ins "::mlir::OpBuilder &":$builder), "", "return {};">,
    InterfaceMethod<[{
      Builds this op's linalg form over `operands` (the lowered forms of its
      operands) and returns the lowered results; empty if it is a composite.
    }], "::llvm::SmallVector<::mlir::Value>", "lower",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::ValueRange":$operands), "",
    "return {};">
  ];
}

#endif // MPC_IR_INTERFACES_TD
