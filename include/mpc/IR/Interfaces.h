//===- Interfaces.h - what passes may ask of an op ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_INTERFACES_H
#define MPC_IR_INTERFACES_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/OpDefinition.h"

namespace mpc {

/// How an op tolerates few bits; see PrecisionOpInterface.
enum class PrecisionClass { Contraction, Keep32, Follow, Exact };

/// The loop shape of an op; see FusableOpInterface.
enum class FusionKind {
  Elementwise,
  Movement,
  View,
  Reduction,
  Contraction,
  Opaque
};

/// Marks an op that has no derivative on purpose.
template <typename ConcreteType>
class NotDifferentiable
    : public mlir::OpTrait::TraitBase<ConcreteType, NotDifferentiable> {};

} // namespace mpc

#include "mpc/IR/Interfaces.h.inc"

#endif // MPC_IR_INTERFACES_H
