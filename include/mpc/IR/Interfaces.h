//===- Interfaces.h - what passes may ask of an op ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_INTERFACES_H
#define MPC_IR_INTERFACES_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/OpDefinition.h"

#include <optional>

namespace mpc {

/// How an op tolerates few bits; see PrecisionOpInterface.
enum class PrecisionClass { Contraction, Keep32, Follow, Exact };

/// The loop shape of an op; see FusableOpInterface.
enum class FusionKind {
  Elementwise,
  Movement,
  View,
  Pack,
  Cast,
  Flag,
  Reduction,
  Contraction,
  Composite,
  Opaque
};

/// Marks an op that has no derivative on purpose.
template <typename ConcreteType>
class NotDifferentiable
    : public mlir::OpTrait::TraitBase<ConcreteType, NotDifferentiable> {};

/// Marks an op that passes make and that no model contains.
template <typename ConcreteType>
class MadeByPasses
    : public mlir::OpTrait::TraitBase<ConcreteType, MadeByPasses> {};

/// It and a maximum of elements may change places; see OpBase.td.
template <typename ConcreteType>
class CommutesWithMax
    : public mlir::OpTrait::TraitBase<ConcreteType, CommutesWithMax> {};

/// The largest tensor in bytes: what fits no machine is an error in the model,
/// and below it no size computation overflows.
constexpr int64_t kMaxBytes = int64_t(1) << 40;

/// Returns the number of elements, or nothing if the tensor is too large.
std::optional<int64_t> getCheckedNumElements(mlir::ShapedType type);

/// Reports operands and results of `op` that are larger than kMaxBytes.
llvm::LogicalResult verifySizes(mlir::Operation *op);

/// Verifies the sizes of operands and results.
template <typename ConcreteType>
class BoundedSizes
    : public mlir::OpTrait::TraitBase<ConcreteType, BoundedSizes> {
public:
  static llvm::LogicalResult verifyTrait(mlir::Operation *op) {
    return verifySizes(op);
  }
};

} // namespace mpc

#include "mpc/IR/Interfaces.h.inc"

namespace mpc {

/// The loop shape of `op`; Opaque for ops that do not say, and for null.
FusionKind getFusionKind(mlir::Operation *op);

} // namespace mpc

#endif // MPC_IR_INTERFACES_H
