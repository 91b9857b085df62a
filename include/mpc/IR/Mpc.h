//===- Mpc.h - the mpc dialect: types, attributes and ops -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_MPC_H
#define MPC_IR_MPC_H

#include "mpc/IR/Interfaces.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "llvm/ADT/bit.h"

namespace mpc {

/// A double that can be a parameter of an attribute.
struct Number {
  double value = 0;

  Number(double value) : value(value) {}
  operator double() const { return value; }
  bool operator==(const Number &other) const {
    return llvm::bit_cast<uint64_t>(value) ==
           llvm::bit_cast<uint64_t>(other.value);
  }
};

inline llvm::hash_code hash_value(Number number) {
  return llvm::hash_value(llvm::bit_cast<uint64_t>(number.value));
}

} // namespace mpc

#include "mpc/IR/Dialect.h.inc"
#include "mpc/IR/Enums.h.inc"
#define GET_ATTRDEF_CLASSES
#include "mpc/IR/Attributes.h.inc"

namespace mlir {
class ImplicitLocOpBuilder;
}

#define GET_OP_CLASSES
#include "mpc/IR/Ops.h.inc"

namespace mpc {

/// Elements in one row of an arena; segments start at rows.
constexpr int64_t kRowElements = 256;

/// Names of the attributes that give a function's values their roles.
constexpr llvm::StringLiteral kParamAttr = "mpc.param";
constexpr llvm::StringLiteral kInitAttr = "mpc.init";
/// On parameters: what is particular to them.
constexpr llvm::StringLiteral kRateFactorAttr = "mpc.lr_factor";
constexpr llvm::StringLiteral kDecayFactorAttr = "mpc.decay_factor";
constexpr llvm::StringLiteral kFrozenAttr = "mpc.frozen";
constexpr llvm::StringLiteral kInputAttr = "mpc.input";
constexpr llvm::StringLiteral kStateAttr = "mpc.state";
constexpr llvm::StringLiteral kResultAttr = "mpc.result";
constexpr llvm::StringLiteral kUpdatesAttr = "mpc.updates";
constexpr llvm::StringLiteral kGradientAttr = "mpc.gradient";
/// What a state is: arena, gradient, copy, shadow, counter, scalar or state.
constexpr llvm::StringLiteral kKindAttr = "mpc.kind";
/// Value of a scalar or counter in a new session.
constexpr llvm::StringLiteral kInitialAttr = "mpc.initial";

/// On modules: one dictionary per parameter, in the order of arena rows.
constexpr llvm::StringLiteral kParametersAttr = "mpc.parameters";

/// On ops of the forward pass: name of a value that the adjoint uses.
constexpr llvm::StringLiteral kResidualAttr = "mpc.residual";
/// On ops: built by Differentiate, so part of the adjoint and not of the model.
constexpr llvm::StringLiteral kAdjointAttr = "mpc.adjoint";
/// On parts of an op or of its adjoint: kKeep32 or kFollow, the precision class
/// that they have on its account, whatever their own is.
constexpr llvm::StringLiteral kClassAttr = "mpc.class";
constexpr llvm::StringLiteral kKeep32 = "keep32";
constexpr llvm::StringLiteral kFollow = "follow";
/// On the module: the format that parameters themselves are stored in, if it is
/// not f32, from AssignPrecision to InsertCasts.
constexpr llvm::StringLiteral kParameterFormatAttr = "mpc.parameter_format";
/// On ops: a PrecisionAttr, from AssignPrecision to InsertCasts.
constexpr llvm::StringLiteral kPrecisionAttr = "mpc.precision";

/// On a contraction whose operands are rounded to a format that no type shows:
/// "tf32".
constexpr llvm::StringLiteral kMultipliesAttr = "mpc.multiplies";
/// On linalg ops that do nothing but round each element to a format that no type
/// shows: "tf32". A target may do it where the elements are multiplied.
constexpr llvm::StringLiteral kRoundsAttr = "mpc.rounds";
/// On ops of a model: the format that a person wants for them.
constexpr llvm::StringLiteral kKeepAttr = "mpc.keep";
/// On ops of a kernel: prologue, main, epilogue, stage or trailing.
constexpr llvm::StringLiteral kRoleAttr = "mpc.role";
/// Combines, over all blocks of a launch, what they store.
constexpr llvm::StringLiteral kTrailing = "trailing";
/// On linalg ops: the named algorithm that they are.
constexpr llvm::StringLiteral kAlgorithmAttr = "mpc.algorithm";
constexpr llvm::StringLiteral kContraction = "contraction";
/// One bit that elements raise, whichever task computes them.
constexpr llvm::StringLiteral kFlag = "flag";
/// On kernels: which operands the adjoint reads, which results it computes.
constexpr llvm::StringLiteral kAdjointInputsAttr = "mpc.adjoint_inputs";
constexpr llvm::StringLiteral kAdjointResultsAttr = "mpc.adjoint_results";

/// On functions: how many casts were inserted, how many are left, and how many
/// of these store a value a second time.
constexpr llvm::StringLiteral kCastsInsertedAttr = "mpc.casts_inserted";
constexpr llvm::StringLiteral kCastsLeftAttr = "mpc.casts_left";
constexpr llvm::StringLiteral kCastsCostlyAttr = "mpc.casts_costly";

/// On modules: one dictionary per state, in the order of slots.
constexpr llvm::StringLiteral kStatesAttr = "mpc.states";
/// On functions: slots of single bytes that are zero before the first kernel.
constexpr llvm::StringLiteral kClearedAttr = "mpc.cleared";
/// On constants that kernels read from memory: where.
constexpr llvm::StringLiteral kSlotAttr = "mpc.slot";

/// The elements in which values of `format` are stored.
mlir::FloatType getStorage(Format format, mlir::MLIRContext *context);

/// True for casts: changes of storage format that grouping looks through.
bool isCast(mlir::Operation *op);

/// True for ops of a kernel that combine what all of its blocks store.
bool isTrailing(mlir::Operation *op);

/// The value that casts, if any, have made into `value`.
mlir::Value stripCasts(mlir::Value value);

/// The tensor of `type`'s shape with elements i1.
mlir::RankedTensorType predicateType(mlir::Type type);

} // namespace mpc

#endif // MPC_IR_MPC_H
