//===- OpBase.td - what the rows of all families share ---------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_OPBASE_TD
#define MPC_IR_OPS_OPBASE_TD

include "mpc/IR/Dialect.td"
include "mpc/IR/Interfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

/// No operand or result is larger than kMaxBytes.
def BoundedSizes : NativeOpTrait<"BoundedSizes"> {
  let cppNamespace = "::mpc";
}

def MadeByPasses : NativeOpTrait<"MadeByPasses"> {
  let cppNamespace = "::mpc";
}

/// An elementwise op that never falls, and is flat only where its derivative is
/// taken to be 0: the largest of its results is that of its largest operand, and
/// gets the same adjoint.
def CommutesWithMax : NativeOpTrait<"CommutesWithMax"> {
  let cppNamespace = "::mpc";
}

/// An op of the model language. `precision` is Contraction, Keep32, Follow or
/// Exact; `fusion` is Elementwise, Movement, View, Pack, Cast, Flag, Reduction,
/// Contraction, Composite or Opaque; `cheap` says that elements may be computed
/// again rather than stored.
/// A row adds Differentiable or NotDifferentiable.
class Mpc_ModelOp<string mnemonic, string precision, string fusion,
                  list<Trait> traits = []>
    : Op<Mpc_Dialect, mnemonic, !listconcat([Pure, BoundedSizes,
          DeclareOpInterfaceMethods<PrecisionOpInterface>,
          DeclareOpInterfaceMethods<FusableOpInterface, ["isCheap"]>],
          traits)> {
  bit cheap = 1;
  code precisionClass = "return ::mpc::PrecisionClass::" # precision # ";";
  code interfaceDefs = [{
    ::mpc::PrecisionClass $cppClass::getPrecisionClass() {
      }] # precisionClass # [{
    }
    ::mpc::FusionKind $cppClass::getFusionKind() {
      return ::mpc::FusionKind::}] # fusion # [{;
    }
    bool $cppClass::isCheap() { return }] # !if(cheap, "true", "false") # [{; }
  }];
  let extraClassDefinition = interfaceDefs;
}

/// buildAdjoint stands in the family's .cpp.
def Differentiable : DeclareOpInterfaceMethods<DifferentiableOpInterface>;

/// lower stands in the family's .cpp.
def Lowerable : DeclareOpInterfaceMethods<LowerableOpInterface, ["lower"]>;

/// decompose stands in the family's .cpp.
def Composite : DeclareOpInterfaceMethods<LowerableOpInterface, ["decompose"]>;

/// The reduced dimensions stand in the family's .cpp.
def ReducesDims
    : DeclareOpInterfaceMethods<FusableOpInterface, ["getReducedDims"]>;

/// Loops and operands are not numbered alike; `loops` returns those of `operand`.
def MapsLoops
    : DeclareOpInterfaceMethods<FusableOpInterface, ["getOperandLoops"]>;
def ReadsOnce : DeclareOpInterfaceMethods<FusableOpInterface, ["readsOnce"]>;
class LoopsOfOperand<code loops> {
  code definition = [{
    ::llvm::SmallVector<int64_t>
    $cppClass::getOperandLoops(unsigned operand) {
      }] # loops # [{
    }
  }];
}

#endif // MPC_IR_OPS_OPBASE_TD
